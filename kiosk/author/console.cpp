#include "kiosk/author/console.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "kiosk/base/utf8.h"

namespace kiosk::author {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};

OrderedJson both(const Bilingual& words) { return {{"en", words.en}, {"zh", words.zh}}; }

}  // namespace

Console::Console(std::string command, Language language, bool json)
    : command_(std::move(command)), language_(language), json_(json), terminal_(!json && ::isatty(STDERR_FILENO) == 1) {
  document_["command"] = command_;
  document_["done"] = false;
}

Console::~Console() { clear_progress(); }

bool Console::can_ask() const { return !json_ && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

void Console::say(const Bilingual& line) {
  clear_progress();
  if (!json_) std::cout << line.in(language_) << std::endl;
}

void Console::note(const Bilingual& line) {
  clear_progress();
  if (!json_) std::cerr << utf8::plain_line(line.in(language_)) << std::endl;
}

void Console::show(const content::Findings& findings) {
  clear_progress();
  for (const content::Finding& f : findings) {
    errors_ += f.severity == content::Severity::error;
    warnings_ += f.severity == content::Severity::warning;
    if (json_)
      document_["findings"].push_back({{"file", f.file}, {"line", f.line}, {"column", f.column}, {"level", name_of(f.severity)},
                                       {"rule", f.rule}, {"message", both(f.message)}, {"mend", both(f.mend)}});
    else
      std::cerr << utf8::plain_line(to_string(f, language_)) << "\n";
  }
  std::cerr << std::flush;
}

ExitCode Console::fail(const Error& error) {
  clear_progress();
  if (json_) document_["error"] = {{"subject", error.subject}, {"message", {{"en", error.message}, {"zh", error.chinese}}}};
  Error shown = error;
  if (language_ != Language::en && !error.chinese.empty()) shown.message = error.chinese;
  if (!json_) std::cerr << "kioskctl-pack " << command_ << ": " << utf8::plain_line(to_string(shown)) << std::endl;
  return exit_code(error.kind);
}

void Console::progress(const Bilingual& what, std::size_t done, std::size_t total) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < kRedraw && done != total) return;
  last_ = now;
  drawn_ = true;
  constexpr std::size_t kBar = 24;
  std::string bar;
  if (total > 0)
    for (std::size_t i = 0; i < kBar; ++i) bar += i * total < done * kBar ? "█" : "░";
  std::cerr << "\r\033[K" << what.in(language_) << " " << bar << " " << done << (total > 0 ? " / " + std::to_string(total) : "") << std::flush;
}

void Console::clear_progress() {
  if (drawn_) std::cerr << "\r\033[K" << std::flush;
  drawn_ = false;
}

std::string Console::ask(const Bilingual& question, const std::vector<std::string>& keys) {
  clear_progress();
  if (!can_ask()) return keys.front();
  std::string choice;
  for (const std::string& key : keys) choice += (choice.empty() ? " [" : "/") + key;
  for (std::string answer;;) {
    std::cerr << question.in(language_) << choice << "] " << std::flush;
    if (!std::getline(std::cin, answer)) return keys.front();
    if (std::ranges::find(keys, answer) != keys.end()) return answer;
  }
}

void Console::finish(ExitCode code) {
  clear_progress();
  if (!json_) return;
  document_["done"] = code == ExitCode::done;
  std::cout << to_text(document_, 2) << std::flush;
}

}  // namespace kiosk::author
