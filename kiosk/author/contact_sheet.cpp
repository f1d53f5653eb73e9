#include "kiosk/author/contact_sheet.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "kiosk/base/crypto.h"

namespace kiosk::author {
namespace {

constexpr std::string_view kStyle = R"css(
:root{--paper:#f6f1e4;--paper2:#ece4d0;--ink:#221f1b;--muted:#6b6356;--line:#d8cdb4;--red:#9a2125;--white:#fffdf6}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC",sans-serif}
header,main{max-width:1640px;margin:0 auto;padding:0 40px}
header{padding-top:44px}
h1,h2,h3{font-family:"Noto Serif CJK SC","Source Han Serif SC",serif;font-weight:700;margin:0}
h1{font-size:36px;line-height:1.3}
h1+p{margin:6px 0 0;color:var(--muted)}
.rule{width:72px;height:5px;background:var(--red);margin:18px 0}
nav{position:sticky;top:0;z-index:1;background:var(--paper);border-bottom:1px solid var(--line)}
nav div{max-width:1640px;margin:0 auto;padding:12px 40px;display:flex;flex-wrap:wrap;gap:8px 26px;align-items:center}
nav span{display:inline-flex;gap:6px}
button{font:inherit;font-size:14px;line-height:1;padding:8px 14px;border:1px solid #8c8064;border-radius:18px;background:var(--white);color:var(--ink);cursor:pointer}
button[aria-pressed=true]{background:var(--ink);border-color:var(--ink);color:var(--paper)}
section{padding:40px 0 8px}
h2{font-size:25px;padding-top:16px;border-top:2px solid var(--ink)}
h2 small,h3 small{font-family:"Noto Sans CJK SC",sans-serif;font-weight:400;font-size:14px;color:var(--muted);margin-left:10px}
h3{font-size:17px;margin:26px 0 10px}
h3+.strip{margin-top:0}
.strip{margin-top:22px;display:flex;flex-wrap:wrap;gap:22px;align-items:flex-start}
figure{margin:0;width:505px}
figure.portrait{width:241px}
figure a{display:block;background:var(--paper2);border:1px solid var(--line);line-height:0}
figure img{width:100%;height:auto}
figure.missing a{border-color:var(--red)}
figcaption{font-size:13px;color:var(--muted);padding-top:7px}
ul{list-style:none;margin:8px 0 0;padding:0}
li{font-size:13px;line-height:1.55;border-left:4px solid var(--line);padding:1px 0 1px 10px;margin-top:7px;overflow-wrap:anywhere}
li.error{border-color:var(--red)}
li.warning{border-color:#b07d1a}
li b{font-weight:600}
li i{font-style:normal;display:block;color:var(--muted)}
li code{font-family:"Noto Sans Mono CJK SC",monospace;font-size:12px;color:var(--muted)}
.pack{margin-top:22px;max-width:960px}
footer{padding:48px 0;color:var(--muted);font-size:13px}
[hidden]{display:none}
@media print{nav{display:none}figure{break-inside:avoid}}
)css";

constexpr std::string_view kScript = R"js(
"use strict";
const figures=[...document.querySelectorAll("figure")],buttons=[...document.querySelectorAll("nav button")];
function show(){
  const off={};
  for(const b of buttons)if(b.getAttribute("aria-pressed")==="false"&&b.dataset.of!=="found")(off[b.dataset.of]??=new Set()).add(b.dataset.is);
  const only=document.querySelector("button[data-of=found]")?.getAttribute("aria-pressed")==="true";
  for(const f of figures)f.hidden=["language","glass","size"].some(k=>off[k]?.has(f.dataset[k]))||(only&&!f.querySelector("li"));
  for(const p of document.querySelectorAll("article"))p.hidden=![...p.querySelectorAll("figure")].some(f=>!f.hidden);
  for(const s of document.querySelectorAll("section"))s.hidden=![...s.querySelectorAll("article")].some(p=>!p.hidden)&&!s.querySelector("ul.pack");
  const kept=buttons.map(b=>b.getAttribute("aria-pressed")==="true"?1:0).join("");
  if(location.hash.slice(1)!==kept)history.replaceState(null,"","#"+kept);
}
const kept=location.hash.slice(1);
buttons.forEach((b,i)=>{
  if(kept.length===buttons.length)b.setAttribute("aria-pressed",kept[i]==="1");
  b.addEventListener("click",()=>{b.setAttribute("aria-pressed",b.getAttribute("aria-pressed")!=="true");show();});
});
for(const f of figures){
  const picture=f.querySelector("img"),seen=()=>{if(picture.naturalWidth)f.dataset.width=picture.naturalWidth;else f.classList.add("missing");};
  if(picture.complete&&picture.naturalWidth)seen();else{picture.addEventListener("load",seen);picture.addEventListener("error",seen);}
}
show();
)js";

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t three = 0;
    for (std::size_t j = 0; j < 3; ++j) three = three << 8 | (j < n ? bytes[i + j] : 0u);
    for (std::size_t j = 0; j < 4; ++j) out += j <= n ? kLetters[three >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

std::string hash_source(std::string_view text) { return "'sha256-" + base64(crypto::sha256(text)) + "'"; }

std::string both(std::string_view zh, std::string_view en) { return std::string(zh) + " <small>" + std::string(en) + "</small>"; }

std::string language_of(Language language) { return language == Language::hans ? "简体" : language == Language::hant ? "繁體" : "English"; }
std::string size_of(ui::TextSize size) { return std::array{"标准", "大字", "特大字"}[static_cast<std::size_t>(size)]; }
std::string glass_of(const std::string& name) { return name == "landscape" ? "横屏" : name == "portrait" ? "竖屏" : name; }

std::string item(const content::Finding& f, bool with_place) {
  std::string out = "<li class=\"" + std::string(content::name_of(f.severity)) + "\">" + escaped(f.message.zh) + "——" + escaped(f.mend.zh) + "<i>" +
                    escaped(f.message.en) + " — " + escaped(f.mend.en) + "</i><code>";
  if (with_place || f.line > 0)
    out += escaped(f.file) + (f.line > 0 ? ":" + std::to_string(f.line) + (f.column > 0 ? ":" + std::to_string(f.column) : "") : "") + " ";
  return out + escaped(f.rule) + "</code></li>\n";
}

// The subject whose files a finding is about; "" for the pack as a whole.
std::string subject_of_file(std::string_view file) {
  const auto part = [&](std::size_t n) {
    std::size_t at = 0;
    for (; n > 0; --n) at = std::min(file.find('/', at), file.size() - 1) + 1;
    return std::string(file.substr(at, file.find('/', at) - at));
  };
  const auto slashes = std::ranges::count(file, '/');
  if (file.starts_with("points/") && slashes == 3) return "story." + part(1) + "." + part(2);
  if (file.starts_with("points/") && slashes == 2) return "point." + part(1);
  if (file.starts_with("routes/") && file.ends_with(".toml")) return "route." + part(1).substr(0, part(1).size() - 5);
  return file == "programme.toml" ? "programme" : std::string();
}

class Sheet {
 public:
  explicit Sheet(const ContactSheet& sheet) : sheet_(sheet) {
    for (const Shot& shot : sheet.shots) shots_.push_back(&shot);
    const std::vector<Subject> order = subjects_of(*sheet.library);
    const auto place = [&](const Shot* s) { return std::ranges::find(order, s->subject) - order.begin(); };
    const auto key = [&](const Shot* s) { return std::tuple(place(s), s->number, s->width < s->height, s->glass, s->size, s->language); };
    std::ranges::stable_sort(shots_, {}, key);
  }

  std::string html() {
    for (const content::Finding& f : sheet_.findings) by_subject_[subject_of_file(f.file)].push_back(&f);
    head();
    section_of_pack();
    for (std::size_t i = 0; i < shots_.size();) i = section(i);
    out_ += "<footer>长廊 Changlang · kioskctl pack preview</footer></main>\n<script>" + std::string(kScript) + "</script>\n</body></html>\n";
    return std::move(out_);
  }

 private:
  void head();
  void filter(std::string_view of, std::string_view is, const std::string& label, bool pressed = true);
  void section_of_pack();
  std::size_t section(std::size_t at);
  std::size_t page(std::size_t at);
  void figure(const Shot& shot);
  void list(const std::vector<const content::Finding*>& findings);
  std::string title_of(const Subject& subject) const;

  const ContactSheet& sheet_;
  std::vector<const Shot*> shots_;
  std::map<std::string, std::vector<const content::Finding*>> by_subject_;
  std::string out_;
};

void Sheet::head() {
  const content::Index& index = sheet_.library->first().index();
  const std::string title = escaped(index.title.get(Language::hans));
  out_ += "<!doctype html>\n<html lang=\"zh-Hans\" data-shots=\"" + std::to_string(shots_.size()) + "\"><head><meta charset=\"utf-8\">\n";
  out_ += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; style-src " + hash_source(kStyle) +
          "; script-src " + hash_source(kScript) + "\">\n";
  if (sheet_.watched) out_ += "<meta http-equiv=\"refresh\" content=\"2\">\n";
  out_ += "<meta name=\"viewport\" content=\"width=device-width\"><title>" + title + "</title><style>" + std::string(kStyle) +
          "</style></head><body>\n<header><h1>" + title + "</h1><p>";
  for (const Language language : {Language::hant, Language::en})
    if (index.title.has(language)) out_ += escaped(index.title[language]) + " · ";
  out_ += escaped(index.id) + " " + escaped(index.version) + " · " + std::to_string(shots_.size()) +
          " 幅页面 pictures</p><div class=\"rule\"></div></header>\n<nav><div>";
  std::map<Language, int> languages;
  std::map<std::pair<bool, std::string>, int> glasses;
  std::map<ui::TextSize, int> sizes;
  for (const Shot* shot : shots_) ++languages[shot->language], ++glasses[{shot->width < shot->height, shot->glass}], ++sizes[shot->size];
  out_ += "<span>";
  for (const auto& [language, count] : languages) filter("language", tag(language), language_of(language));
  out_ += "</span><span>";
  for (const auto& [glass, count] : glasses) filter("glass", glass.second, glass_of(glass.second));
  out_ += "</span>";
  if (sizes.size() > 1) {
    out_ += "<span>";
    for (const auto& [size, count] : sizes) filter("size", name_of(size), size_of(size));
    out_ += "</span>";
  }
  filter("found", "", "只看有问题的 findings only", false);
  out_ += "</div></nav>\n<main>\n";
}

void Sheet::filter(std::string_view of, std::string_view is, const std::string& label, bool pressed) {
  out_ += "<button data-of=\"" + std::string(of) + "\" data-is=\"" + escaped(is) + "\" aria-pressed=\"" + (pressed ? "true" : "false") + "\">" +
          escaped(label) + "</button>";
}

void Sheet::list(const std::vector<const content::Finding*>& findings) {
  out_ += "<ul class=\"pack\">\n";
  for (const content::Finding* f : findings) out_ += item(*f, true);
  out_ += "</ul>\n";
}

void Sheet::section_of_pack() {
  const auto own = by_subject_.find("");
  if (own == by_subject_.end()) return;
  out_ += "<section><h2>" + both("整个内容包", "The pack as a whole") + "</h2>\n";
  list(own->second);
  out_ += "</section>\n";
}

std::string Sheet::title_of(const Subject& subject) const {
  using Kind = Subject::Kind;
  content::Pack* pack = sheet_.library->pack(subject.pack);
  switch (subject.kind) {
    case Kind::slides: return both("待机轮播", "Slides");
    case Kind::home: return both("首页长卷", "Home");
    case Kind::programme: return both("活动预告", "Programme");
    case Kind::about: return both("关于本展", "About");
    case Kind::point: {
      const content::PointPtr point = pack ? pack->point(subject.point) : nullptr;
      return both(point ? escaped(point->title.get(Language::hans)) : "", "点位 Point · " + escaped(subject.point));
    }
    case Kind::story: {
      const content::StoryPtr story = pack ? pack->story(subject.point, subject.id, Language::hans) : nullptr;
      return both(story ? escaped(story->title.text) : "", "故事 Story · " + escaped(subject.point + "/" + subject.id));
    }
    case Kind::route: {
      const content::RoutePtr route = pack ? pack->route(subject.id) : nullptr;
      return both(route ? escaped(route->title.get(Language::hans)) : "", "路线 Route · " + escaped("routes/" + subject.id));
    }
  }
  return {};
}

std::size_t Sheet::section(std::size_t at) {
  const Subject& subject = shots_[at]->subject;
  out_ += "<section><h2>" + title_of(subject) + "</h2>\n";
  if (const auto found = by_subject_.find(name_of(subject, *sheet_.library)); found != by_subject_.end()) list(found->second);
  while (at < shots_.size() && shots_[at]->subject == subject) at = page(at);
  out_ += "</section>\n";
  return at;
}

std::string page_name(const Shot& shot) {
  const std::string number = std::to_string(shot.number);
  if (shot.subject.kind == Subject::Kind::route) return both("第 " + number + " 站", "Stop " + number);
  if (shot.subject.kind == Subject::Kind::slides) return both("第 " + number + " 幅", "Slide " + number);
  return both("第 " + number + " 页", "Page " + number);
}

std::size_t Sheet::page(std::size_t at) {
  const Shot& first = *shots_[at];
  const auto same = [&](const Shot& shot) { return shot.subject == first.subject && shot.number == first.number; };
  out_ += "<article>";
  if (first.subject.kind != Subject::Kind::point && first.subject.kind != Subject::Kind::about) out_ += "<h3>" + page_name(first) + "</h3>";
  out_ += "<div class=\"strip\">\n";
  for (; at < shots_.size() && same(*shots_[at]); ++at) figure(*shots_[at]);
  out_ += "</div></article>\n";
  return at;
}

void Sheet::figure(const Shot& shot) {
  const std::string file = escaped(shot.file), version = shot.pixels ? "?" + std::to_string(shot.pixels) : "";
  const std::string caption = language_of(shot.language) + " · " + glass_of(shot.glass) + " · " + size_of(shot.size);
  out_ += "<figure class=\"" + std::string(shot.height > shot.width ? "portrait" : "landscape") + "\" data-language=\"" +
          std::string(tag(shot.language)) + "\" data-glass=\"" + escaped(shot.glass) + "\" data-size=\"" + std::string(name_of(shot.size)) +
          "\"><a href=\"" + file + "\"><img loading=\"lazy\" src=\"" + file + version + "\" width=\"" + std::to_string(shot.width) + "\" height=\"" +
          std::to_string(shot.height) + "\" alt=\"" + escaped(caption) + "\"></a><figcaption>" + escaped(caption) + "</figcaption>";
  const content::Findings findings = findings_of(shot.faults);
  if (!findings.empty()) {
    out_ += "<ul>\n";
    for (const content::Finding& f : findings) out_ += item(f, true);
    out_ += "</ul>";
  }
  out_ += "</figure>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  return out;
}

std::string to_html(const ContactSheet& sheet) { return Sheet(sheet).html(); }

}  // namespace kiosk::author
