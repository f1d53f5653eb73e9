#include "kiosk/content/names.h"

#include <algorithm>

#include "kiosk/content/fields.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostNames = 5000, kMostNameCharacters = 120;  // FORMAT.md, limits
constexpr std::array<std::string_view, 5> kKinds{"person", "place", "title", "document", "date"};

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

void order(std::vector<std::string>& forms) {
  std::ranges::sort(forms);
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
}

}  // namespace

Names Names::parse(std::string_view toml, Report& report) {
  Names out;
  const auto tree = parse_toml(toml, 1, report);
  if (!tree) return out;
  Fields file(*tree, report);
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Node* table : file.tables("names", kMostNames)) {
    Fields name(*table, report);
    name.choice("kind", Need::required, kKinds);
    LocalText forms;
    for (Language language : kLanguages) {
      const std::string form =
          name.string(tag(language), language == Language::hans ? Need::required : Need::optional, TextForm::title);
      forms[language] = clean_text(form, kMostNameCharacters, false, line_of(*table, tag(language)), report);
      if (!form.empty()) out.forms_[static_cast<std::size_t>(language)].push_back(forms[language]);
    }
    name.done();
    // 繁體 that is not written falls back to 简体, so that form has to be kept whole there too.
    if (!forms.has(Language::hant) && forms.has(Language::hans)) out.forms_[1].push_back(forms[Language::hans]);
    if (forms.has(Language::hant) && forms[Language::hant] != forms[Language::hans])
      out.simplified_.push_back(forms[Language::hans]);
  }
  file.done();
  for (auto& forms : out.forms_) order(forms);
  order(out.simplified_);
  std::erase_if(out.simplified_, [&](const std::string& form) {
    return form.empty() || std::ranges::binary_search(out.forms_[1], form);
  });
  return out;
}

std::size_t Names::longest_at(const Forms& forms, std::string_view text, std::size_t at) {
  auto low = forms.begin(), high = forms.end();
  std::size_t best = 0;
  for (std::size_t depth = 0; at + depth < text.size() && low != high; ++depth) {
    // Those that go on with this byte; a form that ended is shorter than the rest and orders before them.
    const auto byte = [depth](const std::string& form) {
      return depth < form.size() ? static_cast<unsigned char>(form[depth]) : -1;
    };
    const int wanted = static_cast<unsigned char>(text[at + depth]);
    low = std::lower_bound(low, high, wanted, [&](const std::string& form, int value) { return byte(form) < value; });
    high = std::upper_bound(low, high, wanted, [&](int value, const std::string& form) { return value < byte(form); });
    if (low == high || low->size() != depth + 1) continue;
    const std::size_t end = at + depth + 1;
    const bool starts_inside_word = at > 0 && is_word_byte(text[at - 1]) && is_word_byte(text[at]);
    const bool ends_inside_word = end < text.size() && is_word_byte(text[end]) && is_word_byte(text[end - 1]);
    if (!starts_inside_word && !ends_inside_word) best = depth + 1;
  }
  return best;
}

void Names::mark(RichText& text, Language language) const {
  text.unbroken.clear();
  const Forms& forms = forms_[static_cast<std::size_t>(language)];
  if (forms.empty()) return;
  for (std::size_t at = 0; at < text.text.size();) {
    const std::size_t length = longest_at(forms, text.text, at);
    if (length > 0) text.unbroken.push_back({at, at + length});
    at += std::max<std::size_t>(length, 1);
  }
}

std::string Names::simplified_in(std::string_view text) const {
  for (std::size_t at = 0; !simplified_.empty() && at < text.size();) {
    // A longer right name may contain a wrong short one by chance: it goes first.
    const std::size_t right = longest_at(forms_[1], text, at), wrong = longest_at(simplified_, text, at);
    if (wrong > right) return std::string(text.substr(at, wrong));
    at += std::max<std::size_t>(right, 1);
  }
  return {};
}

}  // namespace kiosk::content
