#include "kiosk/author/file_check.h"

#include <algorithm>
#include <array>
#include <map>

#include "kiosk/base/utf8.h"
#include "kiosk/content/rules.h"
#include "kiosk/manuscript/normal_form.h"

namespace kiosk::author {
namespace {

constexpr std::array<std::string_view, 6> kReserved{"con", "prn", "aux", "nul", "com", "lpt"};

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// Why a name breaks elsewhere; empty where it does not.
Bilingual objection_to(const std::string& name) {
  if (name.find_first_of("<>:\"\\|?*") != name.npos)
    return {"has one of < > : \" \\ | ? *, which Windows and memory sticks cannot write", "含有 < > : \" \\ | ? * 之一，Windows 和 U 盘不能保存"};
  if (name.ends_with('.') || name.ends_with(' ') || name.starts_with(' '))
    return {"begins or ends with a space, or ends with a dot", "以空格开头或结尾，或以点号结尾"};
  const std::string stem = lower(name.substr(0, name.find('.')));
  for (std::string_view reserved : kReserved)
    if (stem == reserved ||
        (stem.size() == 4 && stem.starts_with(reserved) && (reserved == "com" || reserved == "lpt") && stem[3] >= '0' && stem[3] <= '9'))
      return {"is a name that Windows keeps for itself", "是 Windows 保留的名称"};
  if (!manuscript::is_composed(name))
    return {"is written with separate accents (as macOS does): other systems take it for another name",
            "字符为分解形式（macOS 常见），其他系统会当作另一个名称"};
  if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) > 126; }))
    return {"has other than plain letters: archives made on Windows turn it into other characters",
            "含有非英文字符：在 Windows 上打包后可能变成乱码"};
  return {};
}

}  // namespace

content::Findings check_file_names(const content::Folder& folder) {
  std::map<std::string, std::string> seen;  // by name in small letters
  std::uint64_t bytes = 0;
  content::Findings out;
  const auto say = [&](std::string_view rule, const std::string& path, Bilingual message, Bilingual mend) {
    content::Report report(path);
    report.add(rule, 0, 0, std::move(message), std::move(mend));
    if (out.size() < 1000) out.push_back(report.take().front());
  };
  folder.walk("", [&](const std::string& path, content::Folder::Entry entry) {
    const std::string name = path.substr(path.rfind('/') + 1);
    if (const Bilingual objection = objection_to(name); !objection.empty())
      say("file-name", path, Bilingual{"the name ", "名称"} + objection, {"use a-z, 0-9, - and _ alone", "只用 a-z、0-9、- 和 _"});
    if (const auto [other, fresh] = seen.emplace(lower(path), path); !fresh)
      say("file-name-case", path,
          {"differs from " + other->second + " by capital letters alone: on a stick one of them is lost",
           "与 " + other->second + " 只有大小写不同：存到 U 盘会丢失其一"},
          {"give one of them another name", "改用不同的名称"});
    std::error_code error;
    if (entry == content::Folder::Entry::file) {
      const auto size = std::filesystem::file_size(folder.path() / path, error);
      if (!error) bytes += size;
    }
    return true;
  });
  if (bytes > kLargePack)
    say("pack-large", "pack.toml",
        {"the pack has " + std::to_string(bytes / 1'000'000) + " MB: a site's line may need more than a night for it",
         "内容包有 " + std::to_string(bytes / 1'000'000) + " MB：现场网络可能一夜也传不完"},
        {"make pictures smaller (`kioskctl pack build` does it for the screens named), or divide the pack",
         "缩小图片（kioskctl pack build 会按屏幕尺寸处理），或分成几个内容包"});
  return out;
}

}  // namespace kiosk::author
