// A message for those who make exhibitions, in the two languages that they read.
#pragma once

#include <string>
#include <utility>

#include "kiosk/base/language.h"

namespace kiosk {

struct Bilingual {
  std::string en, zh;

  Bilingual() = default;
  Bilingual(std::string english, std::string chinese) : en(std::move(english)), zh(std::move(chinese)) {}
  // What is the same in both: a name, a number, an example.
  Bilingual(std::string same) : en(same), zh(std::move(same)) {}
  Bilingual(const char* same) : Bilingual(std::string(same)) {}

  const std::string& in(Language language) const { return language == Language::en ? en : zh; }
  bool empty() const { return en.empty(); }
  Bilingual& operator+=(const Bilingual& more) { return en += more.en, zh += more.zh, *this; }
  friend Bilingual operator+(Bilingual a, const Bilingual& b) { return a += b; }
  bool operator==(const Bilingual&) const = default;
};

// What messages are to be in, by LC_ALL, LC_MESSAGES, LANG: 简体 for every Chinese locale, else English.
Language language_of_locale();

}  // namespace kiosk
