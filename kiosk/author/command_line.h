// The command line in the language of its reader: CLI11 speaks English alone.
#pragma once

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace kiosk::author {

// The headings of the help of `app` and of its subcommands that are there already.
void translate_help(CLI::App& app, Language language);

// What `error` says, in both languages, with the nearest command where an unknown one was given. Pre: not a call for help.
Error explain(const CLI::App& app, const CLI::ParseError& error);

}  // namespace kiosk::author
