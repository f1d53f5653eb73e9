#include "kiosk/app/content_check.h"

#include <memory>

namespace kiosk::app {
namespace {

struct Check {
  TaskQueue& tasks;
  screens::LibraryPtr library;
  std::function<void(const std::string&)> say;
};

void check_pack(const std::shared_ptr<const Check>& check, std::size_t pack) {
  if (pack >= check->library->packs().size()) {
    for (const auto& one : check->library->packs())
      for (const content::Finding& finding : one->findings()) check->say(content::to_string(finding));
    return;
  }
  check->tasks.submit([check, pack]() -> TaskQueue::Completion {
    const bool more = check->library->packs()[pack]->check_next();
    return [check, pack, more] { check_pack(check, more ? pack : pack + 1); };
  });
}

}  // namespace

void check_content(TaskQueue& tasks, screens::LibraryPtr library, std::function<void(const std::string& line)> say) {
  check_pack(std::make_shared<const Check>(tasks, std::move(library), std::move(say)), 0);
}

}  // namespace kiosk::app
