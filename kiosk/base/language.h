// The three languages of the glass, and a text in each of them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace kiosk {

enum class Language { hans, hant, en };
inline constexpr std::array kLanguages{Language::hans, Language::hant, Language::en};

// BCP 47: "zh-Hans", "zh-Hant", "en".
constexpr std::string_view tag(Language language) {
  switch (language) {
    case Language::hans: return "zh-Hans";
    case Language::hant: return "zh-Hant";
    case Language::en: return "en";
  }
  return "zh-Hans";
}

constexpr std::optional<Language> language_from_tag(std::string_view name) {
  for (Language language : kLanguages)
    if (tag(language) == name) return language;
  return std::nullopt;
}

// A text by language. 简体 is the reference; another language that is missing falls back to it.
struct LocalText {
  std::array<std::string, kLanguages.size()> in;

  const std::string& operator[](Language language) const { return in[static_cast<std::size_t>(language)]; }
  std::string& operator[](Language language) { return in[static_cast<std::size_t>(language)]; }
  bool has(Language language) const { return !(*this)[language].empty(); }
  bool empty() const { return !has(Language::hans); }
  // The text to show; a fallback where `has` is false.
  const std::string& get(Language language) const { return has(language) ? (*this)[language] : (*this)[Language::hans]; }
  // The language that `get` really answers in: fonts and line breaking follow it.
  Language shown_in(Language language) const { return has(language) ? language : Language::hans; }
};

inline LocalText local_text(std::string hans, std::string hant, std::string en) { return LocalText{{std::move(hans), std::move(hant), std::move(en)}}; }

}  // namespace kiosk
