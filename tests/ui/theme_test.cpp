// What the look promises: contrast by the formula of WCAG 2.2, sizes in millimetres at every resolution.
#include "kiosk/ui/theme.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace kiosk::ui {
namespace {

// WCAG 2.2, "relative luminance" and "contrast ratio".
double luminance(Color c) {
  const auto linear = [](std::uint8_t v) {
    const double s = v / 255.;
    return s <= .04045 ? s / 12.92 : std::pow((s + .055) / 1.055, 2.4);
  };
  return .2126 * linear(c.r) + .7152 * linear(c.g) + .0722 * linear(c.b);
}

double contrast(Color a, Color b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + .05) / (std::min(la, lb) + .05);
}

TEST(Contrast, BlackOnWhite_Is21) { EXPECT_NEAR(contrast(rgb(0), rgb(0xffffff)), 21, 1e-9); }

TEST(Palette, BothOfThem_KeepTheirRatios) {
  for (const bool high : {false, true}) {
    const Palette& p = palette(high);
    const struct { const char* what; Color a, b; double least; } pairs[] = {
        {"ink on paper", p.ink, p.paper, 14},     {"ink on control", p.ink, p.control, 7},  {"ink on bar", p.ink, p.bar, 7},
        {"ink on paper2", p.ink, p.paper2, 7},    {"paper on ink", p.paper, p.ink, 7},      {"red on paper", p.red, p.paper, 7},
        {"red on paper2", p.red, p.paper2, 4.5},  {"on_red on red", p.on_red, p.red, 7},    {"muted on paper", p.muted, p.paper, 5},
        {"muted on bar", p.muted, p.bar, 4.5},    {"edge on paper", p.edge, p.paper, 3},    {"edge on bar", p.edge, p.bar, 3},
        {"edge on control", p.edge, p.control, 3}, {"on_scrim on scrim", p.on_scrim, p.scrim, 7},
    };
    for (const auto& pair : pairs) EXPECT_GE(contrast(pair.a, pair.b), pair.least) << pair.what << (high ? ", high contrast" : "");
  }
}

const Size kPanels[] = {{1280, 720}, {1366, 768}, {1920, 1080}, {2560, 1440}, {3840, 2160}, {720, 1280}, {1080, 1920}, {2160, 3840}};

Look look_of(Size pixels, bool wheelchair = false) {
  Look look;
  look.panel.pixels = pixels;
  look.panel.px_per_mm = std::max(pixels.w, pixels.h) / 708;
  look.panel.bottom_edge_mm = pixels.h > pixels.w ? 600 : 900;
  look.wheelchair = wheelchair;
  return look;
}

TEST(Look, AtEveryResolution_KeepsItsSizesInMillimetres) {
  for (const Size pixels : kPanels) {
    const Look look = look_of(pixels);
    const auto in_mm = [&](float px) { return px / look.panel.px_per_mm; };
    EXPECT_NEAR(in_mm(look.body()), 12.2f, .4f) << pixels.w;
    EXPECT_GE(in_mm(look.caption()), 5) << pixels.w;  // 5 mm Han height at 50-70 cm
    EXPECT_GE(in_mm(look.interface()), 5) << pixels.w;
    EXPECT_GE(look.hairline(), 1);
  }
}

TEST(Look, TextSizes_AreOneAndAHalfAndTwice) {
  Look look = look_of({1920, 1080});
  const float normal = look.body();
  look.text_size = TextSize::large;
  EXPECT_NEAR(look.body(), normal * 1.5f, 1);
  EXPECT_GT(look.caption(), look_of({1920, 1080}).caption());
  look.text_size = TextSize::largest;
  EXPECT_NEAR(look.body(), normal * 2, 1);
}

TEST(Look, WithoutWheelchair_TheStageIsTheWholeGlass) {
  for (const Size pixels : kPanels) EXPECT_EQ(look_of(pixels).stage(), look_of(pixels).whole());
}

TEST(Look, InWheelchairMode_TheStageIsTheLowerBandAndTheBarIsInReach) {
  for (const Size pixels : kPanels) {
    const Look look = look_of(pixels, true);
    const Rect stage = look.stage(), bar = look.bar(), above = look.above_bar();
    EXPECT_EQ(stage.bottom(), pixels.h);
    EXPECT_LE(stage.h, pixels.h * .7f + 1);
    EXPECT_EQ(bar.bottom(), stage.bottom());
    EXPECT_FLOAT_EQ(above.h + bar.h, stage.h);
    EXPECT_GE(above.h, bar.h) << pixels.w;  // room for words
    const auto above_floor = [&](float y) { return look.panel.bottom_edge_mm + (pixels.h - y) / look.panel.px_per_mm; };
    EXPECT_LE(above_floor(stage.y), std::max(kWheelchairTopMm, look.panel.bottom_edge_mm + 220) + .1f) << pixels.w;
    EXPECT_LE(above_floor(bar.y), kReachHighMm) << pixels.w;
    EXPECT_GE(above_floor(bar.bottom()), kReachLowMm) << pixels.w;
  }
}

}  // namespace
}  // namespace kiosk::ui
