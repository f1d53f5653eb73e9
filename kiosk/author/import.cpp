#include "kiosk/author/import.h"

#include <algorithm>
#include <map>
#include <memory>

#include "kiosk/author/draft_folder.h"
#include "kiosk/author/settable.h"
#include "kiosk/author/written.h"
#include "kiosk/base/files.h"
#include "kiosk/base/utf8.h"
#include "kiosk/content/fields.h"
#include "kiosk/content/pack.h"
#include "kiosk/manuscript/encoding.h"
#include "kiosk/manuscript/manuscript.h"

namespace kiosk::author {
namespace {

namespace fs = std::filesystem;
using manuscript::Block;
using manuscript::Manuscript;

constexpr std::size_t kMostFiles = 2'000;
constexpr std::size_t kMostPictureBytes = 64u << 20;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool is_text_name(const fs::path& file) {
  const std::string ending = lower(file.extension().string());
  return ending == ".docx" || ending == ".md" || ending == ".markdown" || ending == ".txt" || ending == ".doc" || ending == ".wps";
}
bool is_picture_name(const fs::path& file) {
  const std::string ending = lower(file.extension().string());
  return ending == ".jpg" || ending == ".jpeg" || ending == ".png" || ending == ".webp" || ending == ".svg";
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

// What was named on the command line: texts, pictures, and the captions that go with them.
struct Brought {
  std::vector<fs::path> texts, pictures;
  std::map<std::string, std::string> captions;  // by the picture's stem
};

Result<std::string> read_plain_file(const fs::path& file) {
  auto bytes = read_file(file, manuscript::kMostTextBytes);
  if (!bytes) return bytes.error();
  auto decoded = manuscript::decode_text(*bytes, file.string());
  if (!decoded) return decoded.error();
  return std::move(decoded->text);
}

// "bridge: words" or "bridge.jpg　words" a line.
void read_caption_list(const std::string& text, std::map<std::string, std::string>& captions) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    for (const std::string separator : {"：", ":", "\t", "　"}) {
      const std::size_t cut = line.find(separator);
      if (cut == line.npos) continue;
      const std::string words = line.substr(cut + separator.size());
      const std::size_t begin = words.find_first_not_of(" \t");
      if (begin != words.npos) captions[fs::path(line.substr(0, cut)).stem().string()] = words.substr(begin);
      break;
    }
  }
}

Result<Brought> gather(const std::vector<fs::path>& named) {
  std::vector<fs::path> files;
  for (const fs::path& one : named) {
    std::error_code error;
    if (!fs::exists(one, error)) return Error{ErrorKind::not_found, "is not there", one.string(), "不存在"};
    if (!fs::is_directory(one, error)) {
      files.push_back(one);
      continue;
    }
    std::vector<fs::path> inside;
    for (const fs::directory_entry& entry : fs::directory_iterator(one, error))
      if (entry.is_regular_file(error) && !entry.is_symlink(error) && entry.path().filename().string()[0] != '.' &&
          entry.path().filename().string()[0] != '~')
        inside.push_back(entry.path());
    std::ranges::sort(inside);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (files.size() > kMostFiles) return Error{ErrorKind::limit, "more than 2,000 files at once", "", "一次超过 2,000 个文件"};
  Brought out;
  for (const fs::path& file : files)
    if (is_picture_name(file)) out.pictures.push_back(file);
  for (const fs::path& file : files) {
    const std::string stem = file.stem().string();
    const bool beside_picture = std::ranges::any_of(
        out.pictures, [&](const fs::path& picture) { return picture.stem() == file.stem() && picture.parent_path() == file.parent_path(); });
    const bool list = stem == "图注" || stem == "圖注" || lower(stem) == "captions";
    if (is_picture_name(file)) continue;
    if (lower(file.extension().string()) == ".txt" && (beside_picture || list)) {
      auto text = read_plain_file(file);
      if (!text) return text.error();
      if (list) read_caption_list(*text, out.captions);
      else out.captions[stem] = text->substr(0, text->find_last_not_of(" \n") + 1);
    } else if (is_text_name(file)) {
      out.texts.push_back(file);
    } else {
      return Error{ErrorKind::usage, "is neither a text (.docx, .md, .txt) nor a picture (.jpg, .png, .webp, .svg)", file.string(),
                   "既不是文稿（.docx、.md、.txt），也不是图片（.jpg、.png、.webp、.svg）"};
    }
  }
  if (out.texts.empty())
    return Error{ErrorKind::usage, "there is no text to make a story of (.docx, .md, .txt)", "", "没有可以做成故事的文稿（.docx、.md、.txt）"};
  return out;
}

// One line a block, so that the rules see the whole text and lines stay lines.
std::string joined_text(const Manuscript& m) {
  std::string text = m.title + "\n";
  for (const Block& block : m.blocks) text += (block.text.find('\n') == std::string::npos ? block.text : "") + "\n";
  for (const manuscript::Note& note : m.notes) text += note.text + "\n";
  return text;
}
void take_back(const std::string& text, Manuscript& m) {
  std::size_t at = 0;
  const auto next = [&] {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    at = end + 1;
    return line;
  };
  m.title = next();
  for (Block& block : m.blocks) {
    std::string line = next();
    if (block.text.find('\n') == std::string::npos) block.text = std::move(line);
  }
  for (manuscript::Note& note : m.notes) note.text = next();
}

class Importer {
 public:
  explicit Importer(const ImportArguments& arguments) : arguments_(arguments) {}

  Result<Imported> run() {
    auto brought = gather(arguments_.files);
    if (!brought) return brought.error();
    auto pack = content::Pack::open(arguments_.pack);
    if (!pack && !fs::exists(arguments_.pack / "pack.toml"))
      return Error{ErrorKind::usage, "is not a pack; make one first: kioskctl pack new " + arguments_.pack.string(), arguments_.pack.string(),
                   "不是内容包；请先运行 kioskctl pack new " + arguments_.pack.string()};
    if (!pack) return pack.error();
    if (auto fine = choose_point(**pack); !fine) return fine.error();
    if (auto fine = read_names(); !fine) return fine.error();
    for (const fs::path& file : brought->texts)
      if (auto done = take_text(file, *brought, brought->texts.size() == 1); !done) return done.error();
    if (auto done = list_stories(); !done) return done.error();
    if (auto done = write(); !done) return done.error();
    return std::move(out_);
  }

 private:
  Result<void> choose_point(content::Pack& pack) {
    const auto& points = pack.index().points;
    point_ = arguments_.point.empty() && points.size() == 1 ? points.front() : arguments_.point;
    if (std::ranges::find(points, point_) != points.end()) return {};
    std::string all;
    for (const std::string& id : points) all += (all.empty() ? "" : ", ") + id;
    return Error{ErrorKind::usage,
                 point_.empty() ? "say with --point where the stories belong: " + all : "is no point of this pack; there are: " + all, point_,
                 point_.empty() ? "请用 --point 指明故事归哪个点位：" + all : "不是此内容包的点位；现有：" + all};
  }

  Result<void> read_names() {
    auto mender = manuscript::Mender::make();
    if (!mender) return mender.error();
    mender_.emplace(*std::move(mender));
    auto folder = content::Folder::open(arguments_.pack);
    if (!folder) return folder.error();
    if (const auto tree = written_toml(**folder, "names.toml"))
      for (const content::Node* name : tables_of(*tree, "names")) names_.push_back(string_of(*name, "zh-Hans"));
    return {};
  }

  Result<Manuscript> read(const fs::path& file, ImportedFile& report) {
    const std::string ending = lower(file.extension().string());
    manuscript::MendOptions options;
    options.to_simplified = arguments_.language == Language::hans;
    options.lines_are_paragraphs = ending == ".txt";
    options.names = names_;
    options.accept = [&](const manuscript::Change& change) { return arguments_.accept && arguments_.accept(report.file, change); };
    const bool word = ending != ".md" && ending != ".markdown" && ending != ".txt";
    if (!word) {
      auto text = read_plain_file(file);
      if (!text) return text.error();
      auto mended = mender_->mend(*std::move(text), options, report.file);
      if (!mended) return mended.error();
      report.changes = std::move(mended->changes);
      note_unsettable(mended->text, report);
      if (ending == ".txt") return manuscript::read_plain(mended->text);
      Manuscript written = manuscript::read_markdown(mended->text);
      for (manuscript::Picture& picture : written.pictures)
        if (auto done = bring_picture(file, picture); !done) return done.error();
      report.dropped = written.dropped;
      return written;
    }
    auto bytes = read_file(file, manuscript::kMostManuscriptBytes);
    if (!bytes) return bytes.error();
    auto found = manuscript::read_docx(*bytes, report.file);
    if (!found) return found.error();
    auto mended = mender_->mend(joined_text(*found), options, report.file);
    if (!mended) return mended.error();
    take_back(mended->text, *found);
    report.changes = std::move(mended->changes);
    note_unsettable(mended->text, report);
    report.dropped = found->dropped;
    return found;
  }

  // Without the exhibition's fonts there is nothing to say; check says that they are missing.
  void note_unsettable(std::string_view text, ImportedFile& report) {
    if (!fonts_)
      if (auto found = text::FontSet::find()) fonts_ = *std::move(found);
    if (!fonts_) return;
    auto notes = unsettable(*fonts_, text);
    report.changes.insert(report.changes.end(), std::make_move_iterator(notes.begin()), std::make_move_iterator(notes.end()));
  }

  // A picture that a text names by its path.
  static Result<void> bring_picture(const fs::path& text, manuscript::Picture& picture) {
    const fs::path folder = fs::weakly_canonical(fs::absolute(text).parent_path()), file = fs::weakly_canonical(folder / picture.name);
    if (std::ranges::mismatch(folder, file).in1 != folder.end())
      return Error{ErrorKind::refused, "names a picture outside its own folder: " + picture.name + "; put the picture beside the text", text.string(),
                   "文中的图片不在文稿所在的文件夹里：" + picture.name + "；请把图片放到文稿旁边"};
    auto bytes = read_file(file, kMostPictureBytes);
    if (!bytes)
      return Error{bytes.error().kind, "names a picture that cannot be read: " + picture.name + "; put it there, or take the line out", text.string(),
                   "文中的图片无法读取：" + picture.name + "；请放到该处，或删去这一行"};
    picture.ending = manuscript::picture_ending(*bytes);
    if (picture.ending.empty()) return not_a_picture(file);
    picture.bytes = *std::move(bytes);
    return {};
  }

  static Error not_a_picture(const fs::path& file) {
    return {ErrorKind::malformed, "is not the picture that its ending says", file.string(), "文件内容与扩展名不符"};
  }

  Result<void> take_text(const fs::path& file, const Brought& brought, bool only) {
    ImportedFile report{file.string(), {}, {}};
    auto found = read(file, report);
    if (!found) return found.error();
    out_.files.push_back(std::move(report));
    const bool first = out_.files.size() == 1;
    const auto named_in_text = [&](const fs::path& picture) {
      return std::ranges::any_of(found->pictures, [&](const manuscript::Picture& one) {
        std::error_code gone;
        return fs::equivalent(file.parent_path() / one.name, picture, gone);
      });
    };
    for (const fs::path& picture : brought.pictures)
      if (named_in_text(picture)) continue;
      else if (only || picture.stem().string().starts_with(file.stem().string()) || (first && belongs_to_none(picture, brought)))
        if (auto done = add_picture(picture, brought, *found); !done) return done;
    std::string stem = file.stem().string();
    if (!arguments_.split) return add_story(*found, stem);
    // A story a heading of the first level.
    std::vector<Manuscript> parts;
    for (Block& block : found->blocks) {
      const bool begins = block.kind == Block::Kind::heading && block.level == 1;
      if (parts.empty() || begins) parts.push_back({begins ? block.text : found->title, {}, found->pictures, found->notes, {}});
      if (!begins) parts.back().blocks.push_back(std::move(block));
    }
    for (const Manuscript& part : parts)
      if (!part.blocks.empty())
        if (auto done = add_story(part, stem); !done) return done;
    return {};
  }

  static bool belongs_to_none(const fs::path& picture, const Brought& brought) {
    return std::ranges::none_of(brought.texts, [&](const fs::path& text) { return picture.stem().string().starts_with(text.stem().string()); });
  }

  Result<void> add_picture(const fs::path& file, const Brought& brought, Manuscript& m) {
    auto bytes = read_file(file, kMostPictureBytes);
    if (!bytes) return bytes.error();
    const std::string_view ending = manuscript::picture_ending(*bytes);
    if (ending.empty()) return not_a_picture(file);
    const auto caption = brought.captions.find(file.stem().string());
    m.pictures.push_back({*std::move(bytes), std::string(ending), file.filename().string(), ""});
    if (m.blocks.empty() || m.blocks.back().kind != Block::Kind::page_break) m.blocks.push_back({Block::Kind::page_break, 0, "", -1});
    m.blocks.push_back({Block::Kind::picture, 0, caption == brought.captions.end() ? "" : caption->second, static_cast<int>(m.pictures.size()) - 1});
    return {};
  }

  // a-z, 0-9 and - of the file's name; where none is left, story-1 and so on. Not one that is taken.
  std::string new_id(const std::string& stem) {
    std::string id;
    for (const char c : lower(stem)) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (plain) id += c;
      else if (!id.empty() && id.back() != '-') id += '-';
    }
    while (id.ends_with('-')) id.pop_back();
    id = id.substr(0, 56);
    const bool named = !id.empty() && std::ranges::any_of(id, [](char c) { return c >= 'a'; });
    if (!arguments_.id.empty() && out_.stories.empty()) return arguments_.id;
    const auto taken = [&](const std::string& one) {
      return std::ranges::find(out_.stories, point_ + '/' + one) != out_.stories.end() ||
             (!arguments_.replace && arguments_.language == Language::hans && fs::exists(arguments_.pack / "points" / point_ / one));
    };
    if (named && !taken(id)) return id;
    const std::string base = named ? id : "story";
    for (int number = named ? 2 : 1;; ++number)
      if (std::string one = base + "-" + std::to_string(number); !taken(one)) return one;
  }

  Result<void> add_story(const Manuscript& m, const std::string& stem) {
    const std::string id = new_id(stem);
    if (!content::is_id(id)) return Error{ErrorKind::usage, "is no id: a-z, 0-9 and -", id, "不是编号：只用 a-z、0-9 和 -"};
    std::vector<std::string> paths;
    std::string cover;
    for (std::size_t i = 0; i < m.pictures.size(); ++i) {
      const bool used = std::ranges::any_of(m.blocks, [&](const Block& block) { return block.picture == static_cast<int>(i); });
      paths.push_back("pictures/" + id + "-" + std::to_string(i + 1) + "." + m.pictures[i].ending);
      if (!used) continue;
      if (cover.empty()) cover = paths.back();
      add_file(paths.back(), m.pictures[i].bytes);
      add_file(paths.back() + ".toml", description_of(m, i));
    }
    const manuscript::StoryText story = manuscript::story_text(m, paths);
    const std::string title = m.title.empty() ? stem : m.title;
    std::string text = "+++\ntitle = " + toml_text(title) + "\nsummary = " + toml_text(story.summary.empty() ? title : story.summary) + "\n";
    if (!cover.empty()) text += "picture = " + toml_text(cover) + "\n";
    for (const manuscript::Note& note : m.notes) text += "[[sources]]\nid = " + toml_text(note.id) + "\ntitle = " + toml_text(note.text) + "\n";
    text += "+++\n" + story.body;
    add_file(content::story_path(point_, id, arguments_.language), std::move(text));
    out_.stories.push_back(point_ + '/' + id);
    return {};
  }

  static std::string description_of(const Manuscript& m, std::size_t i) {
    const manuscript::Picture& picture = m.pictures[i];
    std::string caption;
    for (const Block& block : m.blocks)
      if (block.picture == static_cast<int>(i)) caption = block.text;
    std::string text = "# " + picture.name + "\nkind = " +
                       (picture.ending == "svg" ? "\"illustration\"" : "\"photograph\"        # photograph | illustration | document | map") + "\n";
    const std::string alt = picture.alt.empty() ? caption : picture.alt;
    text += alt.empty() ? "# alt.zh-Hans = \"画面内容，供看不见的人了解\"\n" : "alt.zh-Hans = " + toml_text(alt) + "\n";
    if (!caption.empty()) text += "caption.zh-Hans = " + toml_text(caption) + "\n";
    return text + "# credit.zh-Hans = \"作者或来源\"\n# rights = \"谁、何时、许可作何用途\"\nfocus = [0.5, 0.5]\n";
  }

  void add_file(std::string path, std::string bytes) { files_.emplace_back(std::move(path), std::move(bytes)); }

  Result<void> list_stories() {
    if (arguments_.language != Language::hans) return {};
    const std::string path = "points/" + point_ + "/point.toml";
    auto text = read_file(arguments_.pack / path, kMostWritten);
    if (!text) return text.error();
    for (const std::string& story : out_.stories) {
      const std::string id = story.substr(point_.size() + 1);
      if (auto edited = with_story(*text, id)) *text = *std::move(edited);
      else out_.list_by_hand += (out_.list_by_hand.empty() ? "" : ", ") + ("\"" + id + "\"");
    }
    point_file_ = {path, *std::move(text)};
    return {};
  }

  Result<void> write() {
    for (const auto& [path, bytes] : files_) {
      std::error_code error;
      if (!arguments_.replace && fs::exists(fs::symlink_status(arguments_.pack / path, error)))
        return Error{ErrorKind::refused, "is there already; give another --id, or --replace", path, "已经存在；请用 --id 另取编号，或加 --replace"};
    }
    const DraftFolder folder(arguments_.pack, "import");
    const fs::path& draft = folder.path();
    try {
      if (!point_file_.first.empty()) files_.push_back(point_file_);
      for (const auto& [path, bytes] : files_) {
        fs::create_directories((draft / path).parent_path());
        if (auto done = write_file_durably(draft / path, bytes); !done) return done;
      }
      for (const auto& [path, bytes] : files_) {
        fs::create_directories((arguments_.pack / path).parent_path());
        fs::rename(draft / path, arguments_.pack / path);
        out_.written.push_back(path);
      }
    } catch (const fs::filesystem_error& e) { return system_error("cannot write", e.path1(), e.code().value()); }
    return {};
  }

  const ImportArguments& arguments_;
  std::string point_;
  std::vector<std::string> names_;
  std::optional<manuscript::Mender> mender_;
  std::unique_ptr<text::FontSet> fonts_;
  std::vector<std::pair<std::string, std::string>> files_;
  std::pair<std::string, std::string> point_file_;
  Imported out_;
};

}  // namespace

std::optional<std::string> with_story(const std::string& text, const std::string& id) {
  content::Report silent("");
  const auto tree = content::parse_toml(text, 1, silent);
  if (!tree) return std::nullopt;
  const std::vector<std::string> listed = strings_of(*tree, "stories");
  if (std::ranges::find(listed, id) != listed.end()) return text;
  std::string edited = text;
  if (const content::Node* stories = tree->find("stories")) {
    std::size_t at = 0;
    for (int line = 1; line < stories->line; ++line) at = text.find('\n', at) + 1;
    // The bracket that ends the list: outside quotation marks and comments.
    std::size_t end = text.find('[', at);
    bool quoted = false;
    for (; end < text.size() && (quoted || text[end] != ']'); ++end) {
      if (text[end] == '"') quoted = !quoted;
      if (!quoted && text[end] == '#') end = std::min(text.find('\n', end), text.size() - 1);
    }
    if (end >= text.size()) return std::nullopt;
    std::size_t last = text.find_last_not_of(" \n\t", end - 1);
    const bool several_lines = text.substr(at, end - at).find('\n') != std::string::npos;
    const std::string comma = listed.empty() || text[last] == ',' ? "" : ",";
    edited.insert(last + 1, comma + (several_lines ? "\n  " : listed.empty() ? "" : " ") + '"' + id + '"' + (several_lines ? "," : ""));
  } else {
    std::size_t table = text.starts_with('[') ? 0 : text.find("\n[");
    if (table == std::string::npos) table = text.size();
    else if (table > 0) ++table;
    edited.insert(table, std::string(table > 0 && text[table - 1] != '\n' ? "\n" : "") + "stories = [\"" + id + "\"]\n");
  }
  const auto again = content::parse_toml(edited, 1, silent);
  if (!again) return std::nullopt;
  std::vector<std::string> wanted = listed;
  wanted.push_back(id);
  return strings_of(*again, "stories") == wanted ? std::optional(edited) : std::nullopt;
}

Result<Imported> import_files(const ImportArguments& arguments) { return Importer(arguments).run(); }

}  // namespace kiosk::author
