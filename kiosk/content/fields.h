// Reads the members of one TOML table as what the format says they are. What is wrong goes to the report, and the
// answer is then empty; keys that nobody asked for are reported by done().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/geometry.h"
#include "kiosk/base/language.h"
#include "kiosk/content/rules.h"
#include "kiosk/content/toml_tree.h"

namespace kiosk::content {

enum class Need { required, optional };
// title: one line of at most 120 characters; prose: at most 4,000, paragraphs allowed; markup: prose in which [^id]
// and ** mean something.
enum class TextForm { title, prose, markup };

// A string and where it stands.
struct Located {
  std::string text;
  int line = 0, column = 0;
};

// Control characters, bidirectional controls and non-characters are taken out (control-character); longer texts are
// cut (text-length).
std::string clean_text(std::string_view text, std::size_t most_characters, bool keep_lines, int line, Report& report);
// a-z, 0-9 and "-", 1 to 64 of them.
bool is_id(std::string_view text);
// A day that the calendar has, as "2026-11-01".
bool is_date(std::string_view text);

// Which texts lack a language, by language: count and first line. Reported by the checker alone (translation-missing).
struct Untranslated {
  std::array<int, kLanguages.size()> count{}, first_line{};
};

class Fields {
 public:
  Fields(const Node& table, Report& report) : table_(table), report_(report) {}

  const Node& table() const { return table_; }
  const Node* member(std::string_view key);

  std::string string(std::string_view key, Need need, TextForm form = TextForm::title);
  Located located(std::string_view key, Need need);
  Located id(std::string_view key, Need need);
  std::string date(std::string_view key, Need need);
  // A whole number or a fraction between `low` and `high`.
  std::optional<double> number(std::string_view key, Need need, double low, double high);
  bool flag(std::string_view key);
  // [x, y], both 0..1.
  std::optional<Point> point(std::string_view key, Need need);
  // One of `names`: its place; nothing where missing or unknown.
  std::optional<std::size_t> choice(std::string_view key, Need need, std::span<const std::string_view> names);
  LocalText text(std::string_view key, Need need, TextForm form, Untranslated* untranslated = nullptr);
  // Strings of a list, at most `most`.
  std::vector<Located> list(std::string_view key, Need need, std::size_t most);
  // Ids of a list, each once, at most `most`.
  std::vector<Located> ids(std::string_view key, Need need, std::size_t most);
  // The tables of [[key]], at most `most`.
  std::vector<const Node*> tables(std::string_view key, std::size_t most);

  // Reports the keys that were not asked for, with the nearest that were.
  void done();

 private:
  const Node* get(std::string_view key, Need need, Node::Kind kind, const Bilingual& what);
  void wrong_type(const Node& node, const Bilingual& what);

  const Node& table_;
  Report& report_;
  std::vector<std::string_view> known_;
};

// The line of the member `key` of `table`, else the table's own.
int line_of(const Node& table, std::string_view key);

}  // namespace kiosk::content
