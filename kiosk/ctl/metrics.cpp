#include <cstdio>

#include "kiosk/base/clock.h"
#include "kiosk/ctl/box_status.h"

namespace kiosk::ctl {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Page {
 public:
  void begin(const std::string& name, const char* type, const char* help) {
    name_ = "changlang_" + name;
    text_ += "# HELP " + name_ + " " + help + "\n# TYPE " + name_ + " " + type + "\n";
  }
  void value(double number, const Labels& labels = {}) {
    text_ += name_;
    for (std::size_t i = 0; i < labels.size(); ++i) text_ += (i ? "," : "{") + labels[i].first + "=\"" + escaped(labels[i].second) + "\"";
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.15g", number);
    text_ += std::string(labels.empty() ? " " : "} ") + digits + "\n";
  }
  void gauge(const std::string& name, const char* help, const std::optional<double>& number) {
    if (!number) return;
    begin(name, "gauge", help);
    value(*number);
  }
  std::string take() { return std::move(text_); }

 private:
  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
    return out;
  }
  std::string name_, text_;
};

template <typename T>
std::optional<double> as_number(const std::optional<T>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

std::optional<double> moment(const std::string& utc) {
  const auto time = parse_utc_time(utc);
  return time ? std::optional(static_cast<double>(time->time_since_epoch().count())) : std::nullopt;
}

void put_display(Page& page, const BoxStatus& s) {
  if (s.unit) page.gauge("up", "1 where the display's service is active.", s.unit->active == "active" ? 1 : 0);
  if (s.unit && s.unit->restarts) {
    page.begin("restarts_total", "counter", "Restarts of the display by systemd since it was started.");
    page.value(static_cast<double>(*s.unit->restarts));
  }
  page.gauge("words_age_seconds", "Since the display last said how it is; it does so each minute.", s.words_age_s);
  page.gauge("frame_age_seconds", "Since the last presented frame, at most.", s.frame_age_s);
  page.gauge("touch_age_seconds", "Since the last touch, at most.", s.touch_age_s);
  page.gauge("memory_bytes", "Memory of the display.", as_number(s.memory_bytes));
  if (!s.words) return;
  page.begin("display_info", "gauge", "What the display runs on and shows; always 1.");
  page.value(1, {{"program", s.words->program}, {"renderer", s.words->renderer}, {"video_driver", s.words->video_driver}, {"screen", s.words->screen}});
  page.gauge("touch_devices", "Touch devices that the display sees.", static_cast<double>(s.words->touch_devices));
  page.gauge("display_generation", "Generation of content that the display plays.", as_number(s.words->generation));
  page.begin("failure", "gauge", "1 where a failure screen is shown; its code is the label.");
  page.value(s.words->failure.empty() ? 0 : 1, {{"code", s.words->failure}});
  if (s.words->errors.empty()) return;
  page.begin("errors_total", "counter", "Since the display's start, by kind.");
  for (const auto& [kind, count] : s.words->errors) page.value(static_cast<double>(count), {{"kind", kind}});
}

void put_content(Page& page, const BoxStatus& s) {
  if (s.content.current) {
    page.gauge("generation", "Generation of content that is current.", s.content.current->number);
    page.gauge("on_trial", "1 until the display has confirmed the generation.", s.content.on_trial ? 1 : 0);
    page.begin("pack_info", "gauge", "A pack that is current; always 1.");
    for (const sync::PackRecord& pack : s.content.current->packs) {
      std::string keys;
      for (const std::string& key : pack.signed_by) keys += (keys.empty() ? "" : " ") + key.substr(0, 16);
      page.value(1, {{"pack", pack.name()}, {"version", pack.version}, {"signed_by", keys}});
    }
  }
  if (!s.sync) return;
  page.gauge("sync_exit", "How the last sync ended: kiosk/sync/STATE.md has the codes, 0 is well.", s.sync->exit);
  page.gauge("sync_time_seconds", "When the last sync ended, since 1970.", moment(s.sync->time));
  page.gauge("sync_success_time_seconds", "When a sync last ended well, since 1970.", moment(s.sync->last_success));
  page.gauge("clock_suspect", "1 where signed content proves a later time than the clock's.", s.sync->clock_suspect ? 1 : 0);
}

}  // namespace

std::string to_metrics(const BoxStatus& s) {
  Page page;
  page.begin("build_info", "gauge", "Version of kioskctl and the screen's name; always 1.");
  page.value(1, {{"version", CHANGLANG_VERSION}, {"name", s.name}});
  page.gauge("asked_time_seconds", "When these lines were written, since 1970.", static_cast<double>(s.time.time_since_epoch().count()));
  put_display(page, s);
  put_content(page, s);
  if (s.disk) page.gauge("disk_free_bytes", "Free where content lies.", static_cast<double>(s.disk->free));
  if (!s.temperatures_c.empty()) {
    page.begin("temperature_celsius", "gauge", "By zone of the kernel.");
    // Two zones of one kind are common; a metric may not stand twice with the same labels.
    for (std::size_t i = 0; i < s.temperatures_c.size(); ++i)
      page.value(s.temperatures_c[i].second, {{"zone", std::to_string(i)}, {"type", s.temperatures_c[i].first}});
  }
  return page.take();
}

}  // namespace kiosk::ctl
