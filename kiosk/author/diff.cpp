#include "kiosk/author/diff.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "kiosk/author/transfer.h"
#include "kiosk/content/pack.h"
#include "kiosk/content/rules.h"
#include "kiosk/media/pictures.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

// A picture that has at least so many pixels on its longer side is as sharp as a wall shows.
constexpr float kSharp = 1920;

std::string excerpt(const std::string& text) { return content::in_quotes(text); }

// Whether a visitor would tell them apart: decoded small, so that what compression changes does not count.
bool look_alike(const fs::path& a, const fs::path& b) {
  constexpr Size kSmall{160, 160};
  constexpr int kSeen = 24;  // of 255, in one channel
  const auto one = media::decode(a, kSmall), two = media::decode(b, kSmall);
  if (!one || !two) return !one && !two;
  if (std::abs(one->width - two->width) > 1 || std::abs(one->height - two->height) > 1) return false;
  std::size_t seen = 0, total = 0;
  for (int y = 0; y < std::min(one->height, two->height); ++y)
    for (int x = 0; x < std::min(one->width, two->width); ++x, ++total) {
      const std::uint32_t p = one->pixels[static_cast<std::size_t>(y * one->width + x)],
                          q = two->pixels[static_cast<std::size_t>(y * two->width + x)];
      for (int shift = 0; shift < 32; shift += 8)
        if (std::abs(static_cast<int>(p >> shift & 255) - static_cast<int>(q >> shift & 255)) > kSeen) {
          ++seen;
          break;
        }
    }
  return seen * 500 <= total;
}

class Differ {
 public:
  Differ(content::Pack& before, content::Pack& after) : a_(before), b_(after) {}

  std::vector<Change> compare() {
    compare_index();
    const Texts &points_a = a_.index().points, &points_b = b_.index().points;
    in("pack");
    order({"point ", "点位"}, points_a, points_b);
    order({"route ", "路线"}, a_.index().routes, b_.index().routes);
    for (const std::string& id : points_b)
      if (std::ranges::find(points_a, id) != points_a.end()) compare_points(id);
    for (const std::string& id : b_.index().routes)
      if (std::ranges::find(a_.index().routes, id) != a_.index().routes.end()) compare_routes(id);
    for (const auto& [name, pair] : pictures_) compare_pictures(name, *pair.first, *pair.second);
    return std::move(changes_);
  }

 private:
  void in(std::string part, std::string_view language = {}) {
    part_ = std::move(part);
    language_ = language;
  }

  void say(Change::Kind kind, Bilingual what, std::vector<Piece> pieces = {}) {
    changes_.push_back({kind, part_, language_, std::move(what), std::move(pieces)});
  }

  void text(const Bilingual& what, const std::string& a, const std::string& b) {
    if (a == b) return;
    if (a.empty()) say(Change::Kind::added, what, {{Piece::Kind::in, excerpt(b)}});
    else if (b.empty()) say(Change::Kind::removed, what, {{Piece::Kind::out, excerpt(a)}});
    else say(Change::Kind::changed, what, diff_texts(a, b));
  }

  void texts(const Bilingual& what, const LocalText& a, const LocalText& b) {
    for (const Language language : kLanguages) {
      in(part_, tag(language));
      text(what, a[language], b[language]);
    }
    in(part_);
  }

  // Lists without ids: what is equal is found first; between, one stands for the other in order.
  template <typename Each>
  static void align(const Texts& a, const Texts& b, const Each& each) {
    auto pairs = match(a, b);
    pairs.emplace_back(a.size(), b.size());
    std::size_t i = 0, j = 0;
    for (const auto& [x, y] : pairs) {
      for (; i < x || j < y; i += i < x, j += j < y) each(i < x ? &a[i] : nullptr, j < y ? &b[j] : nullptr, i, j);
      i = x + 1, j = y + 1;
    }
  }

  void list(const Bilingual& what, const Texts& a, const Texts& b) {
    align(a, b, [&](const std::string* one, const std::string* two, std::size_t i, std::size_t j) {
      const std::string number = std::to_string((two ? j : i) + 1);
      text(what + Bilingual{" " + number, " " + number}, one ? *one : "", two ? *two : "");
    });
  }

  // Lists of ids: what is in one alone, and what stands in another order.
  void order(const Bilingual& what, const Texts& a, const Texts& b) {
    std::set<std::string_view> in_a(a.begin(), a.end()), in_b(b.begin(), b.end()), kept;
    for (const auto& [x, y] : match(a, b)) kept.insert(a[x]);
    for (const std::string& id : a)
      if (!in_b.contains(id)) say(Change::Kind::removed, what + Bilingual(id));
    for (const std::string& id : b)
      if (!in_a.contains(id)) say(Change::Kind::added, what + Bilingual(id));
      else if (!kept.contains(id)) say(Change::Kind::moved, what + Bilingual(id));
  }

  static std::string name_of(const content::Pack& pack, const content::Picture& picture) {
    const std::string path = picture.file.lexically_relative(pack.folder()).generic_string();
    constexpr std::string_view kMade = "renditions/", kEnding = ".webp";
    return path.starts_with(kMade) ? "pictures/" + path.substr(kMade.size(), path.size() - kMade.size() - kEnding.size()) : path;
  }
  std::string name_a(const content::PicturePtr& picture) const { return picture ? name_of(a_, *picture) : ""; }
  std::string name_b(const content::PicturePtr& picture) const { return picture ? name_of(b_, *picture) : ""; }

  void picture(const Bilingual& what, const content::PicturePtr& a, const content::PicturePtr& b) {
    const std::string one = name_a(a), two = name_b(b);
    if (one == two && a) pictures_.try_emplace(one, a, b);
    if (one != two) say(one.empty() ? Change::Kind::added : two.empty() ? Change::Kind::removed : Change::Kind::changed, what, named(one, two));
  }
  static std::vector<Piece> named(const std::string& a, const std::string& b) {
    std::vector<Piece> pieces;
    if (!a.empty()) pieces.push_back({Piece::Kind::out, a});
    if (!b.empty()) pieces.push_back({Piece::Kind::in, b});
    return pieces;
  }

  void compare_pictures(const std::string& name, const content::Picture& a, const content::Picture& b) {
    in(name);
    const auto pixels = [](const content::Picture& p) {
      return std::to_string(static_cast<int>(p.pixels.w)) + " × " + std::to_string(static_cast<int>(p.pixels.h));
    };
    if (!look_alike(a.file, b.file)) say(Change::Kind::changed, {"the picture looks different", "画面不同"}, named(pixels(a), pixels(b)));
    else if (const float least = std::min(std::max(a.pixels.w, a.pixels.h), std::max(b.pixels.w, b.pixels.h));
             a.pixels != b.pixels && least > 0 && least < kSharp)
      say(Change::Kind::changed, {"pixels", "像素"}, named(pixels(a), pixels(b)));
    texts({"alt text", "替代文字"}, a.alt, b.alt);
    texts({"caption", "图注"}, a.caption, b.caption);
    texts({"credit", "署名"}, a.credit, b.credit);
    if (!(a.focus == b.focus)) say(Change::Kind::changed, {"focus: cropped elsewhere", "画面重心：裁切位置不同"});
    if (a.kind != b.kind) say(Change::Kind::changed, {"kind of picture", "图片类别"});
  }

  void compare_index() {
    const content::Index &a = a_.index(), &b = b_.index();
    in("pack");
    texts({"title", "标题"}, a.title, b.title);
    texts({"subtitle", "副标题"}, a.subtitle, b.subtitle);
    text({"seal", "印章"}, a.seal, b.seal);
    Texts languages_a, languages_b;
    for (const Language language : a.languages) languages_a.emplace_back(tag(language));
    for (const Language language : b.languages) languages_b.emplace_back(tag(language));
    order({"language ", "语言 "}, languages_a, languages_b);
    in("about");
    texts({"presented by", "主办"}, a.about.presented_by, b.about.presented_by);
    texts({"undertaken by", "承办"}, a.about.undertaken_by, b.about.undertaken_by);
    texts({"sources", "资料来源"}, a.about.sources, b.about.sources);
    texts({"text licence", "文字授权"}, a.about.text_licence, b.about.text_licence);
    texts({"picture licence", "图片授权"}, a.about.picture_licence, b.about.picture_licence);
    texts({"note", "说明"}, a.about.note, b.about.note);
    texts({"report", "报错方式"}, a.about.report, b.about.report);
    text({"report_url", "报错网址"}, a.about.report_url, b.about.report_url);
    text({"map number", "审图号"}, a.about.map_number, b.about.map_number);
    compare_schedule(a, b);
    in("slides");
    const auto shown = [this](content::Pack& pack) {
      Texts out;
      for (const content::Slide& slide : pack.index().slides) {
        std::string line = slide.about;
        if (!slide.playlist.empty()) line += " playlist " + slide.playlist;
        if (!slide.when.always()) line += " (" + to_string(slide.when) + ")";
        for (const auto& one : slide.pictures) line += " " + name_of(pack, *one);
        out.push_back(line);
      }
      return out;
    };
    list({"slide", "轮播画面"}, shown(a_), shown(b_));
    for (const auto& slide : b.slides)
      for (const auto& other : a.slides)
        for (std::size_t i = 0; i < std::min(slide.pictures.size(), other.pictures.size()); ++i)
          if (name_a(other.pictures[i]) == name_b(slide.pictures[i]))
            pictures_.try_emplace(name_b(slide.pictures[i]), other.pictures[i], slide.pictures[i]);
    for (const Language language : kLanguages) {
      const auto words = [&](const content::Index& index, std::string_view which) {
        Texts out;
        if (which == "slides")
          for (const auto& slide : index.slides) {
            out.push_back(with_line(slide.title, slide.line, language));
            for (const auto& year : slide.years) out.push_back(std::to_string(year.year) + ": " + with_line(year.title, year.line, language));
          }
        else
          for (const auto& one : index.about.corrections) out.push_back(one.date + " " + one.text[language]);
        return out;
      };
      in("slides", tag(language));
      list({"words of slide", "轮播文字"}, words(a, "slides"), words(b, "slides"));
      in("about", tag(language));
      list({"correction", "更正"}, words(a, "corrections"), words(b, "corrections"));
    }
  }

  static std::string with_line(const LocalText& title, const LocalText& line, Language language) {
    return title[language] + (line.has(language) ? " — " + line[language] : "");
  }

  // What plays when, and what takes place.
  void compare_schedule(const content::Index& a, const content::Index& b) {
    const auto playlists = [](const content::Index& index) {
      Texts out;
      for (const auto& one : index.playlists) out.push_back(one.id + ": " + to_string(one.when) + (one.only ? " only" : ""));
      return out;
    };
    const auto days = [](const content::Index& index) {
      Texts out;
      for (const auto& one : index.memorial_days) out.push_back(one.name.get(Language::hans) + ": " + to_string(one.when));
      return out;
    };
    in("schedule");
    list({"playlist", "播放单"}, playlists(a), playlists(b));
    list({"grey day", "灰度日"}, days(a), days(b));
    Texts events_a, events_b;
    for (const auto& event : a.events) events_a.push_back(event.id);
    for (const auto& event : b.events) events_b.push_back(event.id);
    in("programme");
    // Their order is that of time, so an event that moves has another time.
    for (const std::string& id : events_a)
      if (std::ranges::find(events_b, id) == events_b.end()) say(Change::Kind::removed, Bilingual{"event ", "活动 "} + Bilingual(id));
    for (const content::Event& event : b.events) {
      const Bilingual what = Bilingual{"event ", "活动 "} + Bilingual(event.id);
      const auto before = std::ranges::find(a.events, event.id, &content::Event::id);
      if (before == a.events.end()) say(Change::Kind::added, what, {{Piece::Kind::in, excerpt(span_of(event) + " " + event.topic.get(Language::hans))}});
      else compare_events(*before, event, what + Bilingual{": ", "："});
    }
  }

  static std::string span_of(const content::Event& event) { return kiosk::to_string(event.begin) + "–" + kiosk::to_string(event.end); }

  void compare_events(const content::Event& a, const content::Event& b, const Bilingual& event) {
    text(event + Bilingual{"time", "时间"}, span_of(a), span_of(b));
    texts(event + Bilingual{"topic", "主题"}, a.topic, b.topic);
    texts(event + Bilingual{"place", "地点"}, a.place, b.place);
    texts(event + Bilingual{"speaker", "主讲"}, a.speaker, b.speaker);
    texts(event + Bilingual{"note", "备注"}, a.note, b.note);
    if (a.cancelled != b.cancelled) say(Change::Kind::changed, event + (b.cancelled ? Bilingual{"is cancelled", "取消"} : Bilingual{"takes place after all", "恢复举行"}));
    if (a.kind != b.kind) say(Change::Kind::changed, event + Bilingual{"kind", "类别"});
  }

  void compare_points(const std::string& id) {
    const auto a = a_.point(id), b = b_.point(id);
    in(id);
    if (!a && !b) return;
    if (!a || !b) return say(a ? Change::Kind::removed : Change::Kind::added, {"the point can be shown", "可以显示"});
    texts({"title", "标题"}, a->title, b->title);
    texts({"slip", "纸签"}, a->slip, b->slip);
    texts({"line", "短句"}, a->line, b->line);
    picture({"landmark", "地标图"}, a->landmark, b->landmark);
    picture({"picture", "图片"}, a->picture, b->picture);
    for (const Language language : kLanguages) {
      const auto i = static_cast<std::size_t>(language);
      in(id, tag(language));
      list({"paragraph of the introduction", "简介段落"}, paragraphs(a->intro[i]), paragraphs(b->intro[i]));
      list({"practical fact", "实用信息"}, facts_of(*a, language), facts_of(*b, language));
      list({"source", "来源"}, a->cited[i], b->cited[i]);
    }
    in(id);
    order({"story ", "故事 "}, a->stories, b->stories);
    for (const std::string& story : b->stories)
      if (std::ranges::find(a->stories, story) != a->stories.end())
        for (const Language language : kLanguages) compare_stories(id, story, language);
  }

  static Texts paragraphs(const std::vector<content::RichText>& texts) {
    Texts out;
    for (const auto& one : texts) out.push_back(one.text);
    return out;
  }

  static std::string hours_of(const Hours& hours) {
    const auto spans = [](const Spans& all) {
      std::string out;
      for (const Span& span : all) out += (out.empty() ? "" : ", ") + clock_time(span.from) + "–" + clock_time(span.to);
      return out;
    };
    std::string out = spans(hours.usual);
    for (unsigned day = 0; day < hours.closed_days.size(); ++day)
      if (hours.closed_days[day]) out.append("; closed ").append(weekday_name(day));
    for (const ExceptionalDay& one : hours.exceptions)
      out += "; " + kiosk::to_string(LocalTime{one.day}).substr(0, 10) + " " + (!one.spans ? "open" : one.spans->empty() ? "closed" : spans(*one.spans));
    return out;
  }

  static Texts facts_of(const content::PointOfInterest& point, Language language) {
    Texts out;
    for (const auto& fact : point.facts) {
      std::string line = fact.text[language];
      if (fact.source.has(language)) line += " — " + fact.source[language];
      if (!fact.verified_on.empty()) line += " (" + fact.verified_on + ")";
      if (fact.hours) line += " [" + hours_of(*fact.hours) + "]";
      for (const auto& [day, why] : fact.exceptions) line += " " + kiosk::to_string(LocalTime{day}).substr(0, 10) + " " + why[language];
      out.push_back(std::move(line));
    }
    return out;
  }

  void compare_stories(const std::string& point, const std::string& id, Language language) {
    auto a = a_.story(point, id, language), b = b_.story(point, id, language);
    if (a && a->language != language) a = nullptr;
    if (b && b->language != language) b = nullptr;
    in(point + '/' + id, tag(language));
    if (!a && !b) return;
    if (!a || !b)
      return say(a ? Change::Kind::removed : Change::Kind::added, {"the story in this language", "此语言的文稿"},
                 {{a ? Piece::Kind::out : Piece::Kind::in, excerpt((a ? a : b)->title.text)}});
    text({"title", "标题"}, a->title.text, b->title.text);
    text({"summary", "摘要"}, a->summary, b->summary);
    picture({"cover picture", "封面图"}, a->picture, b->picture);
    Texts pages_a, pages_b;
    for (const auto& page : a->pages) pages_a.push_back(words_of(page));
    for (const auto& page : b->pages) pages_b.push_back(words_of(page));
    // The cover is its title and picture, which were compared.
    pages_a.front() = pages_b.front();
    align(pages_a, pages_b, [&](const std::string* one, const std::string* two, std::size_t i, std::size_t j) {
      const std::string number = std::to_string((two ? j : i) + 1);
      text({"page " + number, "第 " + number + " 页"}, one ? *one : "", two ? *two : "");
      if (one && two) picture({"picture of page " + number, "第 " + number + " 页图片"}, a->pages[i].picture, b->pages[j].picture);
    });
    for (const auto& [i, j] : match(pages_a, pages_b))
      if (i > 0)
        picture({"picture of page " + std::to_string(j + 1), "第 " + std::to_string(j + 1) + " 页图片"}, a->pages[i].picture, b->pages[j].picture);
  }

  // All that is read on a page.
  static std::string words_of(const content::Page& page) {
    std::string out = page.title.text;
    for (const auto& block : page.blocks) out += (out.empty() ? "" : "\n") + block.text.text;
    if (!page.caption.empty()) out += (out.empty() ? "" : "\n") + page.caption;
    if (out.empty() && page.picture) out = page.picture->file.filename().string();
    return out;
  }

  void compare_routes(const std::string& id) {
    const auto a = a_.route(id), b = b_.route(id);
    in("routes/" + id);
    if (!a && !b) return;
    if (!a || !b) return say(a ? Change::Kind::removed : Change::Kind::added, {"the route can be shown", "可以显示"});
    texts({"title", "标题"}, a->title, b->title);
    texts({"line", "短句"}, a->line, b->line);
    texts({"note", "说明"}, a->note, b->note);
    if (a->loop != b->loop || !(a->path == b->path)) say(Change::Kind::changed, {"the line that is drawn", "画出的路线"});
    Texts stops_a, stops_b;
    for (const auto& stop : a->stops) stops_a.push_back(stop.id);
    for (const auto& stop : b->stops) stops_b.push_back(stop.id);
    order({"stop ", "停靠点 "}, stops_a, stops_b);
    for (const auto& stop : b->stops) {
      const auto before = std::ranges::find(a->stops, stop.id, &content::Stop::id);
      if (before != a->stops.end()) compare_stops(*before, stop);
    }
  }

  void compare_stops(const content::Stop& a, const content::Stop& b) {
    const Bilingual stop{"stop " + b.id + ": ", "停靠点 " + b.id + "："};
    texts(stop + Bilingual{"title", "标题"}, a.title, b.title);
    for (const Language language : kLanguages) {
      in(part_, tag(language));
      text(stop + Bilingual{"line", "短句"}, a.line[static_cast<std::size_t>(language)].text, b.line[static_cast<std::size_t>(language)].text);
    }
    in(part_);
    const auto minutes = [](int count) { return count > 0 ? std::to_string(count) : std::string(); };
    text(stop + Bilingual{"minutes to the next", "到下一站的分钟数"}, minutes(a.minutes_to_next), minutes(b.minutes_to_next));
    text(stop + Bilingual{"story", "故事"}, a.story, b.story);
    if (!(a.at == b.at) || a.here != b.here) say(Change::Kind::changed, stop + Bilingual{"its place", "位置"});
  }

  content::Pack &a_, &b_;
  std::string part_, language_;
  std::vector<Change> changes_;
  std::map<std::string, std::pair<content::PicturePtr, content::PicturePtr>> pictures_;  // shown in both
};

}  // namespace

Result<PackDiff> diff_packs(const fs::path& before, const fs::path& after) {
  const auto a = content::Pack::open(before);
  if (!a) return a.error();
  const auto b = content::Pack::open(after);
  if (!b) return b.error();
  const auto transfer = transfer_of(before, after);
  if (!transfer) return transfer.error();
  return PackDiff{Differ(**a, **b).compare(), *transfer};
}

}  // namespace kiosk::author
