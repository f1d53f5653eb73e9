#include "kiosk/author/check.h"

#include <algorithm>
#include <tuple>

#include "kiosk/author/fact_check.h"
#include "kiosk/author/file_check.h"
#include "kiosk/author/picture_check.h"
#include "kiosk/author/reviews.h"
#include "kiosk/author/wording_check.h"
#include "kiosk/content/pack.h"

namespace kiosk::author {

content::Findings check_pack(const CheckArguments& arguments, const ReportProgress& progress) {
  const Bilingual what{"checking", "检查"};
  constexpr std::size_t kSteps = 6;
  std::size_t step = 0;
  progress(what, step++, kSteps);
  content::Findings all = content::check(arguments.pack);
  const auto folder = content::Folder::open(arguments.pack);
  const auto pack = content::Pack::open(arguments.pack);
  if (!folder || !pack) return all;
  const content::Index& index = (*pack)->index();
  const auto add = [&](content::Findings found) {
    all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    progress(what, step++, kSteps);
  };
  add(check_facts(**folder, index));
  add(check_wording(**folder, index, {arguments.release, arguments.now}));
  add(check_pictures(**folder, index));
  add(check_file_names(**folder));
  add(check_reviews(**pack, arguments.release));
  std::ranges::stable_sort(all, {}, [](const content::Finding& f) { return std::tie(f.file, f.line, f.column); });
  return all;
}

}  // namespace kiosk::author
