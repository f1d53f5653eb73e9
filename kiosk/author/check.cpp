#include "kiosk/author/check.h"

#include <algorithm>
#include <tuple>

#include "kiosk/author/fact_check.h"
#include "kiosk/author/file_check.h"
#include "kiosk/author/glass_check.h"
#include "kiosk/author/picture_check.h"
#include "kiosk/author/reviews.h"
#include "kiosk/author/wording_check.h"
#include "kiosk/content/pack.h"

namespace kiosk::author {

Result<content::Findings> check_pack(const CheckArguments& arguments, const ReportProgress& progress) {
  constexpr std::size_t kSteps = 5;
  content::Findings all = content::check(arguments.pack);
  const auto folder = content::Folder::open(arguments.pack);
  const auto pack = content::Pack::open(arguments.pack);
  if (!folder || !pack) return all;
  const content::Index& index = (*pack)->index();
  const auto add = [&](content::Findings found) {
    all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  };
  if (arguments.glass) {  // first: it makes processes, and the pictures' threads must not be there then
    auto found = check_on_glass(arguments.pack, {}, [&](std::size_t done, std::size_t total) { progress({"laying out", "排版"}, done, total); });
    if (!found) return found.error();
    add(*std::move(found));
  }
  std::size_t step = 0;
  const auto next = [&] { progress({"checking", "检查"}, step++, kSteps); };
  next(), add(check_facts(**folder, index));
  next(), add(check_wording(**folder, index, {arguments.release, arguments.now}));
  next(), add(check_file_names(**folder));
  next(), add(check_reviews(**pack, arguments.release));
  next(), add(check_pictures(**folder, index));
  std::ranges::stable_sort(all, {}, [](const content::Finding& f) { return std::tie(f.file, f.line, f.column); });
  return all;
}

}  // namespace kiosk::author
