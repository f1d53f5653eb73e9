#include "kiosk/manuscript/mend.h"

#include <algorithm>
#include <set>

#include "kiosk/base/utf8.h"
#include "kiosk/manuscript/mend_rules.h"
#include "kiosk/manuscript/normal_form.h"

namespace kiosk::manuscript {
namespace {

constexpr std::size_t kAround = 6;  // characters shown on either side of a change
// Characters of 简体 that stand for several of 繁體: a person looks at their words (范/範, 干/乾/幹, …).
constexpr std::u32string_view kAmbiguous = U"于於后後干乾幹云雲里裡裏范範斗鬥并並系係繫余餘谷穀";

struct Position {
  int line = 1, column = 1;
};

Position position_of(std::u32string_view text, std::size_t at) {
  const auto before = text.substr(0, at);
  const std::size_t line = before.rfind(U'\n');
  return {static_cast<int>(std::ranges::count(before, U'\n')) + 1, static_cast<int>(at - (line == before.npos ? 0 : line + 1)) + 1};
}

std::u32string applied(std::u32string_view text, const std::vector<Edit>& edits) {
  std::u32string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out += text.substr(at, edit.at - at);
    out += edit.with;
    at = edit.at + edit.length;
  }
  return out += text.substr(at);
}

// The words around a place, of its own line.
std::u32string_view around(std::u32string_view text, std::size_t at, std::size_t length) {
  std::size_t begin = at - std::min(at, kAround), end = std::min(text.size(), at + length + kAround);
  if (const std::size_t line = text.substr(begin, at - begin).rfind(U'\n'); line != text.npos) begin += line + 1;
  if (const std::size_t line = text.find(U'\n', at + length); line < end) end = line;
  return text.substr(begin, end - begin);
}

Change change_of(std::u32string_view text, const Edit& edit, Change::Level level, std::string rule, Bilingual why) {
  const Position place = position_of(text, edit.at);
  const std::u32string_view before = around(text, edit.at, edit.length);
  const std::size_t begin = static_cast<std::size_t>(before.data() - text.data());
  const std::u32string after = applied(before, {{edit.at - begin, edit.length, edit.with}});
  return {level, std::move(rule), place.line, place.column, utf8::encode(before), utf8::encode(after), std::move(why), false};
}

// The words that differ between two texts of equal length, each once: "範→范".
std::string differing(std::u32string_view before, std::u32string_view after) {
  std::set<std::string> pairs;
  for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i)
    if (before[i] != after[i]) pairs.insert(utf8::encode(before.substr(i, 1)) + "→" + utf8::encode(after.substr(i, 1)));
  std::string out;
  std::size_t shown = 0;
  for (const std::string& pair : pairs) {
    if (++shown > 40) return out + " …";
    out += (out.empty() ? "" : " ") + pair;
  }
  return out;
}

}  // namespace

struct Mender::State {
  explicit State(ScriptConverter converter) : to_hans(std::move(converter)) {}

  ScriptConverter to_hans;
  Words words;

  // One text on its way through the rules.
  struct Run {
    const MendOptions& options;
    std::u32string text;
    std::vector<Change> changes;

    bool accepted(const Change& change) const { return options.accept && options.accept(change); }

    void fix(std::string_view rule, const std::vector<Edit>& edits, const Bilingual& why) {
      for (const Edit& edit : edits) {
        changes.push_back(change_of(text, edit, Change::Level::fixed, std::string(rule), why));
        changes.back().applied = true;
      }
      text = applied(text, edits);
    }
    void propose_each(std::string_view rule, const std::vector<Edit>& edits, const Bilingual& why) {
      std::vector<Edit> taken;
      for (const Edit& edit : edits) {
        Change change = change_of(text, edit, Change::Level::proposed, std::string(rule), why);
        if ((change.applied = accepted(change))) taken.push_back(edit);
        changes.push_back(std::move(change));
      }
      text = applied(text, taken);
    }
    // One question for the whole text.
    void propose_all(Change change, std::u32string mended) {
      if ((change.applied = accepted(change))) text = std::move(mended);
      changes.push_back(std::move(change));
    }
  };

  void convert(Run& run) const {
    // Names stay as they are: they are cut out of the text for the conversion.
    const std::string before = utf8::encode(run.text);
    std::string converted;
    std::size_t at = 0;
    while (at < before.size()) {
      std::size_t next = before.size(), length = 0;
      for (const std::string& name : run.options.names)
        if (const std::size_t found = name.empty() ? before.npos : before.find(name, at); found < next || (found == next && name.size() > length))
          next = found, length = name.size();
      converted += to_hans.convert(std::string_view(before).substr(at, next - at));
      converted += before.substr(next, length);
      at = next + length;
    }
    const std::u32string after = utf8::decode(converted);
    if (after == run.text) return;
    std::size_t han = 0, changed = 0;
    std::string ambiguous;
    for (std::size_t i = 0; i < run.text.size(); ++i) han += utf8::is_han(run.text[i]);
    if (after.size() == run.text.size())
      for (std::size_t i = 0; i < after.size(); ++i) {
        if (after[i] == run.text[i]) continue;
        ++changed;
        const std::string c = utf8::encode(run.text.substr(i, 1));
        if (kAmbiguous.find(run.text[i]) != kAmbiguous.npos && ambiguous.find(c) == ambiguous.npos) ambiguous += c;
      }
    const std::string count = std::to_string(changed), of = std::to_string(han);
    Change change{Change::Level::proposed, "script", 0, 0, differing(run.text, after), "", {}, false};
    change.why = {count + " of " + of + " Han characters are of 繁體; they become 简体 by phrases" +
                      (ambiguous.empty() ? "" : "; look at words with " + ambiguous),
                  of + " 个汉字中有 " + count + " 个是繁体，按词语转为简体" + (ambiguous.empty() ? "" : "；请核对含有以下各字的词：" + ambiguous)};
    run.propose_all(std::move(change), after);
  }

  void strip_pinyin(Run& run) const {
    const std::vector<Edit> edits = pinyin_edits(run.text);
    if (edits.empty()) return;
    std::set<std::string> characters;
    for (const Edit& edit : edits) characters.insert(utf8::encode(std::u32string_view(run.text).substr(edit.at - 1, edit.length + 1)));
    std::string some;
    for (const std::string& one : characters) some += one;
    const std::string count = std::to_string(edits.size()), kinds = std::to_string(characters.size());
    run.propose_all({Change::Level::proposed,
                     "pinyin",
                     position_of(run.text, edits.front().at).line,
                     position_of(run.text, edits.front().at).column,
                     some,
                     "",
                     {count + " readings in parentheses after " + kinds + " characters, as a converter leaves them; they are taken out",
                      kinds + " 个字后面共有 " + count + " 处括注拼音，应是转换软件留下的，予以删去"},
                     false},
                    applied(run.text, edits));
  }

  void unwrap(Run& run) const {
    const std::vector<Edit> edits = wrapped_edits(run.text);
    if (edits.empty()) return;
    const std::string count = std::to_string(edits.size());
    Change change = change_of(run.text, edits.front(), Change::Level::proposed, "wrapped",
                              {count + " line ends inside paragraphs, as where a text was wrapped at a width; the lines are joined",
                               "段落中有 " + count + " 处换行，应是按宽度折行所致；接成整段"});
    std::ranges::replace(change.before, '\n', ' ');
    run.propose_all(std::move(change), applied(run.text, edits));
  }
};

Mender::Mender(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mender::Mender(Mender&&) noexcept = default;
Mender::~Mender() = default;

Result<Mender> Mender::make() {
  auto converter = ScriptConverter::open(Conversion::hant_to_hans);
  if (!converter) return converter.error();
  return Mender(std::make_unique<State>(std::move(*converter)));
}

Result<Mended> Mender::mend(std::string text, const MendOptions& options, std::string_view subject) const {
  State::Run run{options, utf8::decode(text), {}};
  if (const auto refused = find_refused(run.text)) {
    const Position place = position_of(run.text, *refused);
    char code[16];
    std::snprintf(code, sizeof code, "U+%04X", static_cast<unsigned>(run.text[*refused]));
    return Error{ErrorKind::refused,
                 std::string("has the character ") + code + ", which no text has: it is damaged there; type the place again, or export the file anew",
                 std::string(subject) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
                 std::string("含有字符 ") + code + "，正常文本中不会有，此处已损坏；请重新输入，或重新导出文件"};
  }
  run.fix("invisible", invisible_edits(run.text), {"invisible characters and spare spaces", "不可见字符与多余空格"});
  if (std::string plain = utf8::encode(run.text), normal = composed(plain); normal != plain) {
    run.changes.push_back(
        {Change::Level::fixed, "invisible", 0, 0, "", "", {"characters in separate parts are joined (NFC)", "分解形式的字符合为一个（NFC）"}, true});
    run.text = utf8::decode(normal);
  }
  run.propose_each("shifted", shifted_edits(run.text, state_->words),
                   {"a full-width ！ was replaced byte by byte and shifted what follows; this is what stood there",
                    "全角“！”被逐字节替换，使后面错位；这是原来的文字"});
  if (!pinyin_edits(run.text).empty()) state_->strip_pinyin(run);
  else run.propose_each("ruby", ruby_edits(run.text), {"a reading in parentheses can stand over its character", "括注的读音可以注在字上"});
  if (options.to_simplified) state_->convert(run);
  // The mark of a shift that was not taken stays: it is what shows where the damage is.
  std::vector<Edit> marks = punctuation_edits(run.text);
  for (const Edit& shift : shifted_edits(run.text, state_->words)) std::erase_if(marks, [&](const Edit& mark) { return mark.at == shift.at; });
  run.fix("punctuation", marks, {"marks beside Chinese are full width", "中文旁用全角标点"});
  run.propose_each("quotes", quote_edits(run.text), {"straight quotation marks", "直引号改为弯引号"});
  run.propose_each("width", width_edits(run.text), {"full-width digits and letters", "全角数字、字母改为半角"});
  for (Doubt& doubt : doubts(run.text)) {
    const Position place = position_of(run.text, doubt.at);
    run.changes.push_back(
        {Change::Level::noted, "doubtful", place.line, place.column, utf8::encode(around(run.text, doubt.at, 1)), "", std::move(doubt.why), false});
  }
  if (options.lines_are_paragraphs) state_->unwrap(run);
  return Mended{utf8::encode(run.text), std::move(run.changes)};
}

}  // namespace kiosk::manuscript
