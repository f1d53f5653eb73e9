// The checks of a pack that need its layout and pictures: every page in every language, at every text size, lying and upright, as the display lays
// it out with the exhibition's fonts (glass_faults.h says what is looked for; here also glyph-missing).
//
// Findings: each once, however often it is seen; the message names where it is worst. Ordered by file, line, column, rule: two runs are alike.
// Cost    : all cores (crew.h).
// Errors  : not_found (no fonts; a folder that is no pack is content::check's finding and nothing here), internal.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "kiosk/author/easel.h"
#include "kiosk/author/glass_faults.h"
#include "kiosk/content/finding.h"

namespace kiosk::author {

struct GlassCheckOptions {
  std::vector<Glass> glasses;  // empty: landscape and portrait
  unsigned workers = 0;        // 0: one a core
  std::optional<LocalTime> now;  // from when on slides are looked for; nothing: the machine's clock
};

using GlassProgress = std::function<void(std::size_t done, std::size_t total)>;

Result<content::Findings> check_on_glass(const std::filesystem::path& pack, const GlassCheckOptions& options, const GlassProgress& progress = {});

// The faults as findings: each place once, with the worst of them. Used by the contact sheet too, whose faults come from the pages it draws.
content::Findings findings_of(std::vector<Fault> faults);

// To and from one line of text, between processes.
std::string to_line(const Fault& fault);
Result<Fault> read_fault(std::string_view line);

// Characters that no font of the exhibition has, by text file of the pack; each character once a file.
std::vector<Fault> missing_glyphs(const content::Folder& folder, text::FontSet& fonts);

// The languages that the pack says it is written in.
std::vector<Language> languages_of(const screens::Library& library);
std::string described(const Fault& fault, Language language);  // "in portrait, 繁體, largest text"

}  // namespace kiosk::author
