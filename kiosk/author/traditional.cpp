#include "kiosk/author/traditional.h"

#include <algorithm>
#include <cmath>

#include "kiosk/author/written.h"
#include "kiosk/base/utf8.h"

namespace kiosk::author {
namespace {

using content::Node;

constexpr std::string_view kHans = "zh-Hans", kHant = "zh-Hant";

// 简体 characters that stand for several of 繁體, by common dictionaries: what a reader should look at twice.
constexpr std::u32string_view kSeveralForms =
    U"板辟表布采冲丑当淀斗恶发范复干谷刮柜后胡划汇伙获饥几姜尽卷困累里历帘了蒙弥面仆签曲舍沈升松台坛叹涂团托系咸弦"
    U"向须叶游余郁御岳云脏扎占折征症志制致钟种周朱注筑准";

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();)
    if (utf8::is_han(utf8::next(text, at))) return true;
  return false;
}

// 「」 and 『』 stand where 简体 has “” and ‘’ (Taiwan: 重訂標點符號手冊; GB/T 15834 4.7). An apostrophe between letters stays.
std::string with_corner_brackets(const std::string& text) {
  std::u32string out = utf8::decode(text);
  const auto is_letter = [&](std::size_t i) { return i < out.size() && ((out[i] | 0x20) >= U'a' && (out[i] | 0x20) <= U'z'); };
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == U'“') out[i] = U'「';
    else if (out[i] == U'”') out[i] = U'」';
    else if (out[i] == U'‘') out[i] = U'『';
    else if (out[i] == U'’' && !(i > 0 && is_letter(i - 1) && is_letter(i + 1))) out[i] = U'』';
  }
  return utf8::encode(out);
}

// How many bytes at text[at] are no words: [^id], a picture's path, a web address.
std::size_t length_of_sign(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("[^")) return std::min(rest.find(']'), rest.size() - 1) + 1;
  if (rest.starts_with("](")) return std::min(rest.find_first_of(" )\t"), rest.size());
  if (!rest.starts_with("https://") && !rest.starts_with("http://")) return 0;
  return static_cast<std::size_t>(std::ranges::find_if(rest, [](unsigned char c) { return c <= ' ' || c > '~'; }) - rest.begin());
}

// What a line of a story's description begins with, where its value is no words.
bool is_name_of_something(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
  if (line.starts_with('#') || line.starts_with('[')) return true;
  return std::ranges::any_of(std::array{"id", "picture", "url", "date", "tier"}, [&](std::string_view key) {
    if (!line.starts_with(key)) return false;
    const std::size_t next = line.find_first_not_of(" \t", key.size());
    return next != line.npos && line[next] == '=';
  });
}

// What `says` in sources.toml is compared with, and never shown.
bool is_read_by_visitors(const Node& node) { return node.key != "says"; }

void find_lacking(const Node& node, std::vector<const Node*>& lacking) {
  if (!is_read_by_visitors(node)) return;
  if (const Node* hans = node.find(kHans); hans && hans->kind == Node::Kind::string && !node.find(kHant)) lacking.push_back(hans);
  for (const Node& item : node.items) find_lacking(item, lacking);
}

// Behind the string that begins with the quotation mark at `at`; npos where there is none or no end.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return text.npos;
  const char mark = text[at];
  const std::string three(3, mark);
  const bool lines = text.substr(at).starts_with(three);
  for (std::size_t i = at + (lines ? 3 : 1); i < text.size(); ++i) {
    if (mark == '"' && text[i] == '\\') ++i;
    else if (lines && text.substr(i).starts_with(three)) return std::min(text.find_first_not_of(mark, i + 3), std::min(i + 5, text.size()));
    else if (!lines && text[i] == mark) return i + 1;
  }
  return text.npos;
}

std::string_view within_marks(std::string_view value) {
  const std::size_t begin = std::min(value.find_first_not_of("\"'"), value.size());
  return value.substr(begin, value.find_last_not_of("\"'") + 1 - begin);
}

// Where a key zh-Hans and its value stand in a file.
struct Found {
  std::size_t key = 0, value = 0, end = 0;  // offsets; `key` is where the whole key begins
  bool in_braces = false;
};

// Goes through a file once: to be asked in the order of the file.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}

  std::optional<Found> find(const Node& hans) {
    for (; line_ < hans.line; ++line_, column_ = 1) {
      const std::size_t end = text_.find('\n', at_);
      if (end == text_.npos) return std::nullopt;
      at_ = begin_ = end + 1;
    }
    for (; column_ < hans.column && at_ < text_.size(); ++column_) utf8::next(text_, at_);
    Found found;
    std::size_t at = text_.find(kHans, at_);
    if (at == text_.npos || text_.substr(at_, at - at_).find('\n') != text_.npos) return std::nullopt;
    const std::string_view before = text_.substr(begin_, at - begin_);
    const std::size_t opener = before.find_last_of("{,");
    found.in_braces = opener != before.npos;
    found.key = begin_ + (found.in_braces ? std::min(before.find_first_not_of(" \t", opener + 1), before.size()) : 0);
    at = text_.find('=', at);
    found.value = at == text_.npos ? at : text_.find_first_not_of(" \t", at + 1);
    found.end = found.value == text_.npos ? text_.npos : end_of_string(text_, found.value);
    return found.end == text_.npos ? std::nullopt : std::optional(found);
  }

 private:
  std::string_view text_;
  int line_ = 1, column_ = 1;       // reached
  std::size_t begin_ = 0, at_ = 0;  // of that line; of that column
};

}  // namespace

Result<Traditional> Traditional::open(const content::Folder& folder) {
  auto converter = manuscript::ScriptConverter::open(manuscript::Conversion::hans_to_hant);
  if (!converter) return converter.error();
  Traditional out(std::move(*converter));
  const auto text = folder.read("names.toml", kMostWritten);
  if (!text || utf8::find_ill_formed(*text)) return out;
  content::Report silent("names.toml");
  out.names_ = content::Names::parse(*text, silent);
  const auto tree = written_toml(folder, "names.toml");
  if (!tree) return out;
  for (const Node* name : tables_of(*tree, "names")) {
    const std::string hans = string_of(*name, kHans), hant = string_of(*name, kHant);
    // A form that would end a TOML string is no name that is put into one.
    if (!hant.empty() && hant.find_first_of("\"'\\\n") == hant.npos) out.forms_.emplace(hans, hant);
  }
  return out;
}

std::string Traditional::convert(std::string_view text) const {
  if (!has_han(text)) return std::string(text);
  content::RichText line;
  line.text = text;
  names_.mark(line, Language::hans);
  auto name = line.unbroken.begin();
  std::string out, words;
  const auto take = [&](std::string_view as_it_is) {
    if (!words.empty()) out += with_corner_brackets(converter_.convert(words));
    words.clear();
    out += as_it_is;
  };
  for (std::size_t at = 0; at < text.size();) {
    while (name != line.unbroken.end() && name->begin < at) ++name;
    if (const std::size_t length = length_of_sign(text, at); length > 0) {
      take(text.substr(at, length));
      at += length;
    } else if (name != line.unbroken.end() && name->begin == at) {
      const std::string_view hans = text.substr(at, name->end - name->begin);
      const auto form = forms_.find(hans);
      take(form != forms_.end() ? std::string_view(form->second) : hans);
      at += hans.size();
    } else {
      words += text[at++];
    }
  }
  take({});
  return out;
}

void Traditional::note(const std::string& file, int line, std::string_view hans, std::string_view hant, std::vector<ConvertedLine>& proof) const {
  if (!has_han(hans)) return;
  ConvertedLine one{file, line, std::string(hans), std::string(hant), {}};
  const std::u32string from = utf8::decode(hans), to = utf8::decode(hant);
  for (std::size_t i = 0; from.size() == to.size() && i < from.size(); ++i) {
    if (kSeveralForms.find(from[i]) == kSeveralForms.npos) continue;
    std::string choice = utf8::encode({&from[i], 1}) + "→" + utf8::encode({&to[i], 1});
    if (std::ranges::find(one.choices, choice) == one.choices.end()) one.choices.push_back(std::move(choice));
  }
  proof.push_back(std::move(one));
}

std::string Traditional::convert_story(std::string_view hans, const std::string& file, std::vector<ConvertedLine>& proof) const {
  std::string out;
  int number = 1, marks = 0;
  for (std::size_t at = 0; at < hans.size(); ++number) {
    const std::size_t end = std::min(hans.find('\n', at), hans.size());
    const std::string_view line = hans.substr(at, end - at);
    if (marks < 2 && line.find("+++") != line.npos) ++marks;
    const bool stays = marks == 1 && is_name_of_something(line);
    const std::string hant = stays ? std::string(line) : convert(line);
    if (!stays) note(file, number, line, hant, proof);
    out += hant;
    if (end < hans.size()) out += '\n';
    at = end + 1;
  }
  return out;
}

std::string Traditional::complete_toml(std::string_view toml, const std::string& file, std::vector<ConvertedLine>& proof) const {
  content::Report silent(file);
  const auto tree = content::parse_toml(toml, 1, silent);
  if (!tree) return std::string(toml);
  std::vector<const Node*> lacking;
  find_lacking(*tree, lacking);
  std::ranges::sort(lacking, {}, [](const Node* n) { return std::pair(n->line, n->column); });
  Places places(toml);
  std::string out;
  std::vector<ConvertedLine> noted;
  std::size_t done = 0;
  int line = 1;
  const auto put = [&](std::string_view text) {
    line += static_cast<int>(std::ranges::count(text, '\n'));
    out += text;
  };
  for (const Node* hans : lacking) {
    const auto found = places.find(*hans);
    if (!found || found->end < done) continue;
    std::string key(toml.substr(found->key, found->value - found->key));
    key.replace(key.rfind(kHans), kHans.size(), kHant);
    const std::string_view value = toml.substr(found->value, found->end - found->value);
    const std::size_t line_end = std::min(toml.find('\n', found->end), toml.size());
    const std::size_t until = found->in_braces ? found->end : line_end;
    put(toml.substr(done, until - done));
    put(found->in_braces ? ", " : "\n");
    done = until;
    const std::string hant = convert(value);
    note(file, line, within_marks(value), within_marks(hant), noted);
    put(key + hant);
  }
  if (noted.empty()) return std::string(toml);
  out += toml.substr(done);
  if (!content::parse_toml(out, 1, silent)) return std::string(toml);
  proof.insert(proof.end(), noted.begin(), noted.end());
  return out;
}

std::string proof_list(const std::string& pack, const std::vector<ConvertedLine>& proof) {
  std::string out = std::string(kProofHead) + "：" + pack +
                    "\n# 以下繁體由程序自动转换，尚无人读过。校对后，把改好的文稿放进内容包的源文件夹。\n"
                    "# 这些字一简对多繁，转换可能选错，列在“请核对”之后。行号是生成的文件中的行号。\n"
                    "# Converted by a program and read by nobody yet; 请核对 names characters that have several forms.\n";
  for (const ConvertedLine& line : proof) {
    out += "\n" + line.file + ":" + std::to_string(line.line) + "\n  简：" + utf8::plain_line(line.hans) + "\n  繁：" + utf8::plain_line(line.hant) +
           "\n";
    std::string choices;
    for (const std::string& choice : line.choices) choices += (choices.empty() ? "" : "，") + choice;
    if (!choices.empty()) out += "  请核对：" + choices + "\n";
  }
  return out;
}

std::string converted_toml(const content::Folder& folder, const std::vector<ConvertedLine>& proof) {
  std::map<std::string, std::string> lines;
  for (const ConvertedLine& one : proof) {
    std::string& list = lines[one.file];
    list += (list.empty() ? "" : ", ") + std::to_string(one.line);
  }
  if (const auto earlier = written_toml(folder, std::string(kConverted)))
    for (const Node* table : tables_of(*earlier, "files")) {
      const auto [entry, fresh] = lines.try_emplace(string_of(*table, "path"));
      if (const Node* numbers = fresh ? table->find("lines") : nullptr)
        for (const Node& number : numbers->items) entry->second += (entry->second.empty() ? "" : ", ") + std::to_string(std::llround(number.number));
    }
  std::string out = "# Made by `kioskctl pack build`: lines in 繁體 that a program converted and nobody has read.\n";
  for (const auto& [file, list] : lines) out += "\n[[files]]\npath = \"" + file + "\"\nlines = [" + list + "]\n";
  return out;
}

}  // namespace kiosk::author
