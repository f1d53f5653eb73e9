#include "kiosk/author/reviews.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "kiosk/author/written.h"
#include "kiosk/base/crypto.h"
#include "kiosk/base/files.h"
#include "kiosk/content/fields.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;
using content::Node;

constexpr const char* kFile = "reviews.toml";
constexpr std::array<std::string_view, 3> kStates{"draft", "reviewed", "approved"};
constexpr std::size_t kMostReviews = 20'000, kMostName = 40, kMostBytes = 64u << 20;

using Files = std::set<std::string>;

void add_picture(Files& files, const fs::path& folder, const content::PicturePtr& picture) {
  if (!picture) return;
  const std::string name = picture->file.lexically_relative(folder).generic_string();
  files.insert(name);
  files.insert(name + ".toml");
}

Files story_files(content::Pack& pack, const std::string& point, const std::string& id) {
  Files files;
  for (Language language : kLanguages) {
    files.insert(content::story_path(point, id, language));
    const content::StoryPtr story = pack.story(point, id, language);
    if (!story) continue;
    add_picture(files, pack.folder(), story->picture);
    for (const content::Page& page : story->pages) add_picture(files, pack.folder(), page.picture);
  }
  return files;
}

Files pack_files(content::Pack& pack) {
  Files files{"pack.toml", "sources.toml", "names.toml", "programme.toml"};
  for (const content::Slide& slide : pack.index().slides)
    for (const content::PicturePtr& picture : slide.pictures) add_picture(files, pack.folder(), picture);
  return files;
}

// Over "NAME HASH" lines of the files that are there.
Result<std::string> hash_of(const fs::path& folder, const Files& files) {
  crypto::Sha256 sum;
  for (const std::string& name : files) {
    std::error_code error;
    if (!fs::exists(folder / name, error)) continue;
    const auto bytes = read_file(folder / name, kMostBytes);
    if (!bytes) return bytes.error();
    const std::string line = name + " " + crypto::hex(crypto::sha256(*bytes)) + "\n";
    sum.update(line);
  }
  return crypto::hex(sum.finish());
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::vector<std::string> without(std::vector<std::string> names, const std::vector<std::string>& taken) {
  std::erase_if(names, [&](const std::string& name) { return std::ranges::find(taken, name) != taken.end(); });
  return names;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

}  // namespace

bool Standing::enough(const content::ReviewDemand& demand) const { return reviewed.size() >= demand.reviewed && approved.size() >= demand.approved; }

Result<std::vector<Part>> parts_of(content::Pack& pack) {
  std::vector<std::pair<Part, Files>> found;
  found.push_back({{"pack", "", "pack.toml"}, pack_files(pack)});
  for (const std::string& id : pack.index().points) {
    const content::PointPtr point = pack.point(id);
    Files files{"points/" + id + "/point.toml"};
    if (point) {
      add_picture(files, pack.folder(), point->picture);
      add_picture(files, pack.folder(), point->landmark);
    }
    found.push_back({{id, "", "points/" + id + "/point.toml"}, std::move(files)});
    if (!point) continue;
    for (const std::string& story : point->stories)
      found.push_back({{id + '/' + story, "", content::story_path(id, story, Language::hans)}, story_files(pack, id, story)});
  }
  for (const std::string& id : pack.index().routes) found.push_back({{"routes/" + id, "", "routes/" + id + ".toml"}, {"routes/" + id + ".toml"}});
  std::vector<Part> parts;
  for (auto& [part, files] : found) {
    auto hash = hash_of(pack.folder(), files);
    if (!hash) return hash.error();
    part.sha256 = *std::move(hash);
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<std::vector<Review>> read_reviews(const fs::path& folder) {
  auto opened = content::Folder::open(folder);
  if (!opened) return opened.error();
  const auto text = (*opened)->read(kFile, kMostWritten);
  if (!text && text.error().kind == ErrorKind::not_found) return std::vector<Review>{};
  if (!text) return text.error();
  content::Report report(kFile);
  const auto tree = content::parse_toml(*text, 1, report);
  std::vector<Review> out;
  if (tree) {
    content::Fields file(*tree, report);
    for (const Node* table : file.tables("reviews", kMostReviews)) {
      content::Fields fields(*table, report);
      Review review{fields.string("part", content::Need::required), fields.string("by", content::Need::required),
                    fields.string("on", content::Need::required), fields.string("sha256", content::Need::required), ReviewState::draft};
      if (const auto state = fields.choice("state", content::Need::required, kStates)) review.state = static_cast<ReviewState>(*state);
      fields.done();
      out.push_back(std::move(review));
    }
    file.done();
  }
  for (const content::Finding& finding : report.take())
    if (finding.severity == content::Severity::error)
      return Error{ErrorKind::malformed, finding.message.en + "; " + finding.mend.en, std::string(kFile) + ":" + std::to_string(finding.line),
                   finding.message.zh + "；" + finding.mend.zh};
  return out;
}

std::vector<Standing> standings(const std::vector<Part>& parts, const std::vector<Review>& reviews) {
  std::map<std::string, std::vector<const Review*>, std::less<>> by_part;
  for (const Review& review : reviews) by_part[review.part].push_back(&review);
  std::vector<Standing> out;
  for (const Part& part : parts) {
    Standing standing{part, {}, {}, {}};
    std::vector<std::string> approved;
    for (const Review* review : by_part[part.id]) {
      const bool holds = review->sha256 == part.sha256;
      if (review->state == ReviewState::draft) {
        standing.reviewed.clear();
        approved.clear();
        standing.voided.clear();
      } else if (!holds) {
        standing.voided = std::string(kStates[static_cast<std::size_t>(review->state)]) + " " + review->by + " " + review->on;
      } else {
        add_once(review->state == ReviewState::reviewed ? standing.reviewed : approved, review->by);
        standing.voided.clear();
      }
    }
    standing.approved = without(std::move(approved), standing.reviewed);
    out.push_back(std::move(standing));
  }
  return out;
}

Result<void> add_reviews(content::Pack& pack, const std::vector<std::string>& wanted, ReviewState state, const std::string& by,
                         const LocalTime& now) {
  content::Report report(kFile);
  if (by.empty() || content::clean_text(by, kMostName, false, 0, report) != by)
    return Error{ErrorKind::usage, "is no name: 1 to 40 characters on one line", by, "不是姓名：应为一行，1 至 40 个字"};
  auto parts = parts_of(pack);
  if (!parts) return parts.error();
  auto reviews = read_reviews(pack.folder());
  if (!reviews) return reviews.error();
  for (const std::string& id : wanted)
    if (std::ranges::find(*parts, id, &Part::id) == parts->end())
      return Error{ErrorKind::usage, "is no part of this pack; `review` without --state lists them", id,
                   "不是此内容包的部分；不带 --state 的 review 会列出各部分"};
  std::string added;
  for (const Standing& standing : standings(*parts, *reviews)) {
    if (!wanted.empty() && std::ranges::find(wanted, standing.part.id) == wanted.end()) continue;
    const std::size_t needed = pack.index().review.reviewed;
    if (state == ReviewState::approved && without(standing.reviewed, {by}).size() < needed)
      return Error{ErrorKind::refused, "must first be reviewed by " + std::to_string(needed) + " other than " + by + "; --state reviewed",
                   standing.part.id, "须先由 " + by + " 以外的 " + std::to_string(needed) + " 人审阅（--state reviewed）"};
    added += "\n[[reviews]]\npart = " + toml_string(standing.part.id) + "\nstate = " + toml_string(kStates[static_cast<std::size_t>(state)]) +
             "\nby = " + toml_string(by) + "\non = " + toml_string(to_string(now)) + "\nsha256 = " + toml_string(standing.part.sha256) + "\n";
  }
  const fs::path file = pack.folder() / kFile;
  std::error_code error;
  std::string text =
      "# Who reviewed and approved what: written by `kioskctl pack review`. An edit voids what was approved before it.\n"
      "# 审阅与核准记录：由 kioskctl pack review 写入。核准后再有改动，原核准即失效。\n";
  if (fs::exists(file, error)) {
    auto there = read_file(file, kMostWritten);
    if (!there) return there.error();
    text = *std::move(there);
  }
  return write_file_durably(file, text + added);
}

content::Findings check_reviews(content::Pack& pack, bool release) {
  content::Findings out;
  const content::ReviewDemand& demand = pack.index().review;
  const auto reviews = read_reviews(pack.folder());
  if (!reviews) {
    content::Report report(kFile);
    report.add("review-unreadable", 0, 0,
               {reviews.error().subject + ": " + reviews.error().message, reviews.error().subject + "：" + reviews.error().chinese},
               {"mend the line, or take the entry out and review again", "改正这一行，或删去该条后重新审阅"});
    return report.take();
  }
  const auto parts = parts_of(pack);
  if (!parts) return out;
  for (const Standing& standing : standings(*parts, *reviews)) {
    content::Report report(standing.part.file);
    const std::string& id = standing.part.id;
    if (!standing.voided.empty())
      report.add("review-void", 0, 0, {id + " was edited after this: " + standing.voided, id + " 在此之后又有改动：" + standing.voided},
                 {"have it reviewed and approved again", "重新审阅、核准"});
    if (release && !standing.enough(demand))
      report.add("review-missing", 0, 0,
                 {id + ": reviewed by " + std::to_string(standing.reviewed.size()) + " of " + std::to_string(demand.reviewed) + ", approved by " +
                      std::to_string(standing.approved.size()) + " of " + std::to_string(demand.approved),
                  id + "：审阅 " + std::to_string(standing.reviewed.size()) + "/" + std::to_string(demand.reviewed) + " 人，核准 " +
                      std::to_string(standing.approved.size()) + "/" + std::to_string(demand.approved) + " 人"},
                 {"kioskctl pack review … " + id + " --state approved --by NAME",
                  "由核准人运行：kioskctl pack review … " + id + " --state approved --by 姓名"});
    for (content::Finding& finding : report.take()) out.push_back(std::move(finding));
  }
  return out;
}

}  // namespace kiosk::author
