// A generation of packs: packs.json names them in order, relative to packs/.
#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/content/folder.h"
#include "kiosk/content/pack.h"

namespace kiosk::content {
namespace {

constexpr std::size_t kMostPacks = 64, kMostListBytes = 64 * 1024;

// "owner/pack" or "pack": letters, digits, ".", "_" and "-", none beginning with a dot.
bool is_pack_name(std::string_view name) {
  if (!path_objection(name).empty() || name.size() > 200 || std::ranges::count(name, '/') > 1) return false;
  char before = '/';
  for (char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '_' && c != '-' && c != '/' && (c != '.' || before == '/')) return false;
    before = c;
  }
  return true;
}

Result<std::vector<std::filesystem::path>> read_list(const Folder& folder, std::string_view text,
                                                     const std::string& subject) {
  const Error error{ErrorKind::malformed, "packs.json must be {\"packs\": [\"owner/pack\", …]}, at most 64 of them",
                    subject};
  const auto json = parse_json(text, subject, 4);
  if (!json) return json.error();
  if (!json->is_object()) return error;
  const auto list = json->find("packs");
  if (list == json->end() || !list->is_array() || list->empty() || list->size() > kMostPacks) return error;
  std::vector<std::filesystem::path> folders;
  for (const Json& entry : *list) {
    if (!entry.is_string() || !is_pack_name(entry.get_ref<const std::string&>())) return error;
    const std::string name = "packs/" + entry.get_ref<const std::string&>();
    if (!folder.is_folder(name))
      return Error{ErrorKind::not_found, "packs.json names " + name + ", which is not a folder here", subject};
    if (std::ranges::find(folders, folder.path() / name) == folders.end()) folders.push_back(folder.path() / name);
  }
  return folders;
}

}  // namespace

Result<std::vector<std::filesystem::path>> pack_folders(const std::filesystem::path& pack_or_generation) {
  const auto folder = Folder::open(pack_or_generation);
  if (!folder) return folder.error();
  if ((*folder)->is_file("pack.toml")) return std::vector<std::filesystem::path>{(*folder)->path()};
  const std::string subject = (pack_or_generation / "packs.json").string();
  const auto list = (*folder)->read("packs.json", kMostListBytes);
  if (!list && list.error().kind == ErrorKind::not_found)
    return Error{ErrorKind::not_found, "there is neither a pack.toml nor a packs.json in this folder",
                 pack_or_generation.string()};
  if (!list) return list.error();
  return read_list(**folder, *list, subject);
}

}  // namespace kiosk::content
