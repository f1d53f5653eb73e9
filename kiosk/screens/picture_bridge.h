// The media room's cache as the source of a scene's pictures.
#pragma once

#include "kiosk/media/pictures.h"
#include "kiosk/ui/scene.h"

namespace kiosk::screens {

class PictureBridge final : public ui::PictureSource {
 public:
  explicit PictureBridge(media::PictureCache& cache) : cache_(cache) {}

  View get(const std::filesystem::path& file, Size cover) override {
    const media::PictureCache::View view = cache_.get(file, cover);
    using From = media::PictureCache::View::State;
    const State state = view.state == From::ready ? State::ready : view.state == From::failed ? State::failed : State::waiting;
    return {state, view.texture};
  }
  void prefetch(const std::filesystem::path& file, Size cover) override { cache_.prefetch(file, cover); }

 private:
  media::PictureCache& cache_;
};

}  // namespace kiosk::screens
