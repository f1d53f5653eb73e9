// What a command of the workshop says, and to whom: lines for a person in their language, or one JSON document for a program.
//
// JSON    : with --json standard output holds one object and nothing else: {"command", "done", "error"?, "findings"?, …} and what the command
//           adds to document(). Findings and errors are in both languages there.
// Progress: a line that is drawn over itself, only where standard error is a terminal and --json was not given.
// Foreign : control characters in findings, notes and errors become spaces: a pack cannot speak to the terminal.
// Threads : one at a time.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "kiosk/base/bilingual.h"
#include "kiosk/base/exit_code.h"
#include "kiosk/base/json.h"
#include "kiosk/content/finding.h"

namespace kiosk::author {

class Console {
 public:
  Console(std::string command, Language language, bool json);
  ~Console();
  Console(const Console&) = delete;

  Language language() const { return language_; }
  bool json() const { return json_; }
  // Whether a person sits there who can be asked.
  bool can_ask() const;

  void say(const Bilingual& line);   // the answer: standard output
  void note(const Bilingual& line);  // beside the answer: standard error, one line
  void show(const content::Findings& findings);
  // Of all findings shown so far.
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  // Says what went wrong; the code to end with.
  ExitCode fail(const Error& error);

  // `total` 0: not known yet.
  void progress(const Bilingual& what, std::size_t done, std::size_t total);
  // One of `keys`, the first where nobody can be asked or the line ends. "… [y/n/all]"
  std::string ask(const Bilingual& question, const std::vector<std::string>& keys);

  OrderedJson& document() { return document_; }
  // Writes the document where --json was given. To be called once, last.
  void finish(ExitCode code);

 private:
  void clear_progress();

  std::string command_;
  Language language_;
  bool json_, terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_{};
  std::size_t errors_ = 0, warnings_ = 0;
  OrderedJson document_;
};

}  // namespace kiosk::author
