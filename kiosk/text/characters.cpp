#include "kiosk/text/characters.h"

namespace kiosk::text::tables {

#include "unicode_tables.inc"

}  // namespace kiosk::text::tables
