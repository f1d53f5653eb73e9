#include "kiosk/app/health.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/base/json.h"

namespace kiosk::app {
namespace {

using Light = screens::HealthLine::Light;

constexpr std::size_t kMostBytes = 256 * 1024;

std::optional<double> hottest(const std::filesystem::path& zones) {
  std::optional<double> found;
  std::error_code error;
  for (const auto& zone : std::filesystem::directory_iterator(zones, error)) {
    if (!zone.path().filename().string().starts_with("thermal_zone")) continue;
    const Result<std::string> text = read_file(zone.path() / "temp", 64);
    int thousandths = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), thousandths).ec != std::errc{}) continue;
    const double degrees = thousandths / 1000.;
    if (degrees > 0 && degrees < 150) found = std::max(found.value_or(degrees), degrees);
  }
  return found;
}

void read_last_sync(const std::filesystem::path& state, BoxFacts& facts) {
  const Result<std::string> bytes = read_file(state / "last.json", kMostBytes);
  const Result<Json> json = bytes ? parse_json(*bytes, "last.json") : Result<Json>(bytes.error());
  if (!json || !json->is_object()) return;
  if (const auto it = json->find("exit"); it != json->end() && it->is_number_integer()) facts.sync_exit = it->get<int>();
  if (const auto it = json->find("last_success"); it != json->end() && it->is_string())
    if (const auto time = parse_utc_time(it->get<std::string>())) facts.sync_success = *time;
}

std::string gigabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = bytes / 107'374'183;  // GiB / 10
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

}  // namespace

BoxFacts look_at_box(const site::Config& config, const std::filesystem::path& root) {
  BoxFacts facts;
  std::error_code error;
  facts.now = utc_now();
  facts.sync_wanted = !config.url.empty();
  if (!config.state.empty()) {
    read_last_sync(config.state, facts);
    facts.previous = std::filesystem::exists(config.state / "previous", error) && !std::filesystem::equivalent(config.state / "previous", config.state / "current", error);
  }
  const auto space = std::filesystem::space(config.state.empty() ? std::filesystem::path("/") : config.state, error);
  if (!error) facts.free_bytes = space.available;
  facts.hottest_c = hottest(root / "sys/class/thermal");
  if (!config.stick.empty()) {
    std::filesystem::directory_iterator stick(config.stick, error);
    facts.stick = !error && stick != std::filesystem::directory_iterator();
  }
  return facts;
}

screens::Health judge(const DisplayFacts& display, const BoxFacts& box) {
  screens::Health health;
  std::string codes;
  const auto add = [&](LocalText what, Light light, LocalText how, const char* code) {
    if (light != Light::good) codes += (codes.empty() ? "" : " ") + std::string(code);
    health.lines.push_back({light, std::move(what), std::move(how), light == Light::good ? "" : code});
  };
  std::string packs;
  for (const std::string& pack : display.packs) packs += (packs.empty() ? "" : "，") + pack;
  if (display.content_refused > 0 || display.pictures_failed > 0)
    add(local_text("内容", "內容", "Content"), Light::warning, local_text(packs + "，有部分放不出来", packs + "，有部分放不出來", packs + "; some of it cannot be shown"), "H-101");
  else add(local_text("内容", "內容", "Content"), Light::good, local_text(packs, packs, packs), "");

  if (!display.settings.empty())
    add(local_text("设置", "設定", "Settings"), Light::bad, local_text("kiosk.toml 有误，暂用上次的设置", "kiosk.toml 有誤，暫用上次的設定", "kiosk.toml has a mistake; the last good one is used"), "H-301");
  else add(local_text("设置", "設定", "Settings"), Light::good, local_text("正常", "正常", "good"), "");

  const LocalText sync = local_text("更新", "更新", "Sync");
  const auto days_ago = box.sync_success ? std::chrono::floor<std::chrono::days>(box.now - *box.sync_success).count() : -1;
  const std::string days = std::to_string(days_ago);
  if (!box.sync_wanted) add(sync, Light::good, local_text("不联网，用优盘更新", "不連網，用隨身碟更新", "no network; content comes on a stick"), "");
  else if (box.sync_exit == 1) add(sync, Light::bad, local_text("新内容未通过核对", "新內容未通過核對", "new content was refused"), "H-201");
  else if (box.sync_exit == 4) add(sync, Light::bad, local_text("磁盘已满", "磁碟已滿", "the disk is full"), "H-202");
  else if (box.sync_exit == 2) add(sync, Light::bad, local_text("设置有误", "設定有誤", "its settings have a mistake"), "H-203");
  else if (!box.sync_success) add(sync, Light::warning, local_text("还没有成功过", "還沒有成功過", "has not succeeded yet"), "H-204");
  else if (std::chrono::days(days_ago) >= kLongWithoutSync) add(sync, Light::warning, local_text("已 " + days + " 天没有成功", "已 " + days + " 天沒有成功", "no success for " + days + " days"), "H-205");
  else if (box.sync_exit && *box.sync_exit != 0) add(sync, Light::warning, local_text("上次没有连上，稍后再试", "上次沒有連上，稍後再試", "could not connect; it is tried again"), "H-206");
  else add(sync, Light::good, days_ago < 1 ? local_text("今天已核对", "今天已核對", "within a day") : local_text(days + " 天前已核对", days + " 天前已核對", days + " days ago"), "");

  const LocalText touch = local_text("触摸", "觸控", "Touch");
  const std::string count = std::to_string(display.touch_devices);
  if (display.touch_devices == 0) add(touch, Light::bad, local_text("没有找到触摸设备", "沒有找到觸控裝置", "no touch device was found"), "H-401");
  else add(touch, Light::good, local_text(count + " 个设备", count + " 個裝置", count + (display.touch_devices == 1 ? " device" : " devices")), "");

  const LocalText drawing = local_text("画面", "畫面", "Picture");
  if (display.software) add(drawing, Light::warning, local_text("没有用上显卡", "沒有用上顯示卡", "drawn without a GPU"), "H-501");
  else add(drawing, Light::good, local_text("正常", "正常", "good"), "");

  const LocalText disk = local_text("磁盘", "磁碟", "Disk");
  if (!box.free_bytes) add(disk, Light::warning, local_text("无法读取", "無法讀取", "cannot be read"), "H-601");
  else {
    const std::string room = gigabytes(*box.free_bytes);
    const bool none = *box.free_bytes < kNoRoom, little = *box.free_bytes < kLittleRoom;
    add(disk, none ? Light::bad : little ? Light::warning : Light::good, local_text("剩余 " + room, "剩餘 " + room, room + " free"), none ? "H-603" : "H-602");
  }

  const LocalText clock = local_text("时钟", "時鐘", "Clock");
  const std::string now = kiosk::to_string(display.now);
  if (!display.clock_doubt.empty()) add(clock, Light::warning, local_text("不可信：" + now, "不可信：" + now, "not to be trusted: " + now), "H-701");
  else add(clock, Light::good, local_text(now, now, now), "");

  if (box.hottest_c) {
    const std::string degrees = std::to_string(static_cast<int>(std::lround(*box.hottest_c))) + " °C";
    const Light light = *box.hottest_c >= kTooHot ? Light::bad : *box.hottest_c >= kHot ? Light::warning : Light::good;
    add(local_text("温度", "溫度", "Heat"), light, local_text(degrees, degrees, degrees), light == Light::bad ? "H-802" : "H-801");
  }

  const std::string generation = display.generation ? std::to_string(*display.generation) : "";
  const std::string& name = display.name;
  health.sentence = local_text("报修时请说：“" + name + "，程序 " + display.program + (generation.empty() ? "，随程序附带的内容" : "，内容第 " + generation + " 代") + (codes.empty() ? "，各项正常。”" : "，代码 " + codes + "。”"),
                         "報修時請說：「" + name + "，程式 " + display.program + (generation.empty() ? "，隨程式附帶的內容" : "，內容第 " + generation + " 代") + (codes.empty() ? "，各項正常。」" : "，代碼 " + codes + "。」"),
                         "For the help desk: “" + name + ", program " + display.program + (generation.empty() ? ", the content that came with it" : ", content " + generation) + (codes.empty() ? ", all is well.”" : ", " + codes + ".”"));
  return health;
}

}  // namespace kiosk::app
