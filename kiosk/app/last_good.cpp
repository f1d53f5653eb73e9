#include "kiosk/app/last_good.h"

#include "kiosk/base/files.h"

namespace kiosk::app {
namespace {

std::filesystem::path copy_in(const std::filesystem::path& record) { return record / "kiosk.toml.good"; }

}  // namespace

std::optional<site::Config> last_good_settings(const std::filesystem::path& record, const std::filesystem::path& file) {
  if (record.empty()) return std::nullopt;
  const Result<std::string> text = read_file(copy_in(record), site::kMaxConfigBytes);
  if (!text) return std::nullopt;
  site::LoadedConfig loaded = site::parse_config(*text, copy_in(record).string(), file.parent_path());
  if (!loaded) return std::nullopt;
  return std::move(loaded.config);
}

Result<void> keep_as_last_good(const std::filesystem::path& record, const std::filesystem::path& file) {
  const Result<std::string> text = read_file(file, site::kMaxConfigBytes);
  if (!text) return text.error();
  const Result<std::string> kept = read_file(copy_in(record), site::kMaxConfigBytes);
  if (kept && *kept == *text) return {};
  // Somebody may be writing in it since it was read.
  if (!site::parse_config(*text, file.string(), file.parent_path())) return {};
  return write_file_durably(copy_in(record), *text);
}

}  // namespace kiosk::app
