// What is asked of the card: libdrm's functions are those of this file, so a card of any shape can be had. Whether a panel then
// sleeps, only a panel can tell.
#include "kiosk/gfx/panel_power.h"

#include <gtest/gtest.h>
#include <xf86drmMode.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

namespace {

constexpr int kFd = 77;
constexpr std::uint32_t kEdid = 1, kDpms = 2;

struct Connector {
  std::uint32_t id, encoder;
  std::vector<std::uint32_t> properties;
};

// The card of the running test.
struct Card {
  bool answers = true;
  int refusal = 0;
  std::vector<Connector> connectors;
  std::vector<std::string> asked;  // "connector 31: 3"
  int held = 0;                    // what libdrm gave and was not given back
};
Card card;

template <typename T>
T* give(std::size_t extra_words = 0) {
  ++card.held;
  return static_cast<T*>(std::calloc(1, sizeof(T) + extra_words * sizeof(std::uint32_t)));
}

void take_back(void* given) {
  if (!given) return;
  --card.held;
  std::free(given);
}

template <typename T>
std::uint32_t* words_behind(T* given, const std::vector<std::uint32_t>& words) {
  auto* behind = reinterpret_cast<std::uint32_t*>(given + 1);
  std::copy(words.begin(), words.end(), behind);
  return behind;
}

}  // namespace

extern "C" {

drmModeResPtr drmModeGetResources(int fd) {
  if (!card.answers || fd != kFd) {
    errno = EOPNOTSUPP;
    return nullptr;
  }
  std::vector<std::uint32_t> ids;
  for (const Connector& c : card.connectors) ids.push_back(c.id);
  auto* out = give<drmModeRes>(ids.size());
  out->count_connectors = static_cast<int>(ids.size());
  out->connectors = words_behind(out, ids);
  return out;
}
void drmModeFreeResources(drmModeResPtr given) { take_back(given); }

drmModeConnectorPtr drmModeGetConnectorCurrent(int, std::uint32_t id) {
  for (const Connector& c : card.connectors) {
    if (c.id != id) continue;
    auto* out = give<drmModeConnector>(c.properties.size());
    out->connector_id = c.id;
    out->encoder_id = c.encoder;
    out->count_props = static_cast<int>(c.properties.size());
    out->props = words_behind(out, c.properties);
    return out;
  }
  return nullptr;
}
void drmModeFreeConnector(drmModeConnectorPtr given) { take_back(given); }

drmModePropertyPtr drmModeGetProperty(int, std::uint32_t id) {
  auto* out = give<drmModePropertyRes>();
  out->prop_id = id;
  std::strcpy(out->name, id == kDpms ? "DPMS" : "EDID");
  return out;
}
void drmModeFreeProperty(drmModePropertyPtr given) { take_back(given); }

int drmModeConnectorSetProperty(int, std::uint32_t connector, std::uint32_t property, std::uint64_t value) {
  EXPECT_EQ(property, kDpms);
  card.asked.push_back("connector " + std::to_string(connector) + ": " + std::to_string(value));
  return card.refusal;
}

}  // extern "C"

namespace kiosk::gfx {
namespace {

class PanelPowerTest : public testing::Test {
 protected:
  PanelPowerTest() { card = {}; }
  ~PanelPowerTest() override { EXPECT_EQ(card.held, 0); }
  std::unique_ptr<PanelPower> power_ = make_drm_panel_power(kFd);
};

TEST_F(PanelPowerTest, OffAndOn_ReachTheConnectorsThatShowAPictureAndNoOthers) {
  card.connectors = {{31, 0, {kEdid, kDpms}}, {32, 7, {kEdid, kDpms}}, {33, 8, {kDpms}}};

  EXPECT_TRUE(power_->set(false));
  EXPECT_TRUE(power_->set(true));

  const std::string off = std::to_string(DRM_MODE_DPMS_OFF), on = std::to_string(DRM_MODE_DPMS_ON);
  EXPECT_EQ(card.asked, (std::vector<std::string>{"connector 32: " + off, "connector 33: " + off, "connector 32: " + on, "connector 33: " + on}));
}

TEST_F(PanelPowerTest, NoPanelAttached_IsSaidAndMayBeTriedAgain) {
  card.connectors = {{31, 0, {kDpms}}, {32, 7, {kEdid}}};

  const Result<void> set = power_->set(false);

  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, ErrorKind::transient);
  EXPECT_NE(to_string(set.error()).find("is its cable in?"), std::string::npos);
  EXPECT_TRUE(card.asked.empty());
}

TEST_F(PanelPowerTest, CardThatRefuses_GivesItsReason) {
  card.connectors = {{32, 7, {kDpms}}};
  card.refusal = -EACCES;

  const Result<void> set = power_->set(true);

  ASSERT_FALSE(set);
  EXPECT_NE(to_string(set.error()).find(std::strerror(EACCES)), std::string::npos) << to_string(set.error());
}

TEST_F(PanelPowerTest, NoCardBehindTheDescriptor_IsAnError) {
  card.answers = false;

  EXPECT_FALSE(power_->set(true));
}

}  // namespace
}  // namespace kiosk::gfx
