// What the readers of a pack's parts share: its folder, its sources and names, the pictures already looked at.
// Threads: safe; each part is read once.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "kiosk/content/folder.h"
#include "kiosk/content/model.h"
#include "kiosk/content/names.h"
#include "kiosk/content/rules.h"
#include "kiosk/content/sources.h"

namespace kiosk::content {

inline constexpr std::size_t kMostTextBytes = 1024 * 1024;  // a TOML or Markdown file; FORMAT.md, limits

// All findings of a pack, each once. After kMost no more are kept.
class Ledger {
 public:
  static constexpr std::size_t kMost = 20'000;
  void add(Findings findings);
  Findings all() const;  // by file, line, column, rule

 private:
  struct Less {
    bool operator()(const Finding& a, const Finding& b) const;
  };
  mutable std::mutex mutex_;
  std::set<Finding, Less> findings_;
};

class Library {
 public:
  Library(std::unique_ptr<Folder> folder) : folder_(std::move(folder)) {}

  const Folder& folder() const { return *folder_; }
  Ledger& ledger() { return ledger_; }

  // The file's text, well-formed, with "\n" line ends and without byte-order mark; what hinders goes to `report`.
  // `missing` may be given where absence is no finding: it is set then.
  std::optional<std::string> read_text(const std::string& path, Report& report, bool* missing = nullptr);

  std::shared_ptr<const Sources> sources();
  std::shared_ptr<const Names> names();

  // The picture at `path`, named at `where` of the report's file. Null with a finding where it is missing or refused.
  PicturePtr picture(const Located& where, Report& report);

  // Which texts lack a language, collected by file while they are read (translation-missing, reported by the checker).
  void note_untranslated(const std::string& file, const Untranslated& untranslated);
  std::map<std::string, Untranslated> untranslated() const;
  std::set<std::string> pictures_used() const;

  // A route of the exhibition written in a file; the checker follows it when all has been read (address-dead).
  struct Reference {
    std::string file;
    Located where;
  };
  void note_reference(const std::string& file, const Located& where);
  std::vector<Reference> references() const;

 private:
  std::unique_ptr<Folder> folder_;
  Ledger ledger_;
  mutable std::mutex mutex_;
  std::mutex once_;  // held while sources or names are read
  std::shared_ptr<const Sources> sources_;
  std::shared_ptr<const Names> names_;
  std::map<std::string, PicturePtr> pictures_;
  std::set<std::string> used_;
  std::map<std::string, Untranslated> untranslated_;
  std::vector<Reference> references_;
};

}  // namespace kiosk::content
