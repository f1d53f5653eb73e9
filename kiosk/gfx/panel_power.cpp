#include "kiosk/gfx/panel_power.h"

#include <xf86drmMode.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk::gfx {
namespace {

struct Free {
  void operator()(drmModeRes* r) const { drmModeFreeResources(r); }
  void operator()(drmModeConnector* c) const { drmModeFreeConnector(c); }
  void operator()(drmModePropertyRes* p) const { drmModeFreeProperty(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

std::optional<std::uint32_t> dpms_property(int fd, const drmModeConnector& connector) {
  for (int i = 0; i < connector.count_props; ++i) {
    const Owned<drmModePropertyRes> property(drmModeGetProperty(fd, connector.props[i]));
    if (property && std::string_view(property->name, ::strnlen(property->name, sizeof property->name)) == "DPMS") return property->prop_id;
  }
  return std::nullopt;
}

Error cannot(bool on, const std::string& why) {
  return {ErrorKind::transient, std::string(on ? "cannot wake the panel: " : "cannot put the panel to sleep: ") + why, {}};
}

class DrmPanelPower final : public PanelPower {
 public:
  explicit DrmPanelPower(int fd) : fd_(fd) {}

  Result<void> set(bool on) override {
    const Owned<drmModeRes> card(drmModeGetResources(fd_));
    if (!card) return cannot(on, std::string("the card does not tell its connectors: ") + std::strerror(errno));
    bool any = false;
    for (int i = 0; i < card->count_connectors; ++i) {
      // "Current": asks the kernel alone. The other call reads the panel's EDID anew, which takes a second and wakes some panels.
      const Owned<drmModeConnector> connector(drmModeGetConnectorCurrent(fd_, card->connectors[i]));
      if (!connector || connector->encoder_id == 0) continue;
      const std::optional<std::uint32_t> dpms = dpms_property(fd_, *connector);
      if (!dpms) continue;
      if (const int failed = drmModeConnectorSetProperty(fd_, connector->connector_id, *dpms, on ? DRM_MODE_DPMS_ON : DRM_MODE_DPMS_OFF); failed != 0)
        return cannot(on, std::string("its connector refuses: ") + std::strerror(failed < 0 ? -failed : errno));
      any = true;
    }
    if (!any) return cannot(on, "no connector shows a picture; is its cable in?");
    return {};
  }

 private:
  int fd_;
};

}  // namespace

std::unique_ptr<PanelPower> make_drm_panel_power(int drm_fd) { return std::make_unique<DrmPanelPower>(drm_fd); }

}  // namespace kiosk::gfx
