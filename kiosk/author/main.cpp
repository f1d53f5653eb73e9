// kioskctl-pack: the curator's workshop. Also runs as `kioskctl pack`.
#include <CLI/CLI.hpp>
#include <iostream>

#include "kiosk/author/build.h"
#include "kiosk/base/exit_code.h"

namespace {

using kiosk::ExitCode;

ExitCode build(const kiosk::author::BuildArguments& arguments) {
  const auto built = kiosk::author::build_pack(arguments);
  if (!built) {
    std::cerr << "kioskctl-pack build: " << to_string(built.error()) << std::endl;
    return kiosk::exit_code(built.error().kind);
  }
  for (const auto& finding : built->findings) std::cerr << to_string(finding) << "\n";
  for (const auto& path : built->left_out) std::cerr << path << ": left out: not a file of a pack\n";
  if (built->stopped) {
    std::cerr << "kioskctl-pack build: the pack has errors; " << arguments.out.string() << " was left as it was" << std::endl;
    return ExitCode::refused;
  }
  const kiosk::sync::Manifest& manifest = built->manifest;
  std::cout << "built " << manifest.pack << " " << manifest.version << ": " << manifest.files.size() << " files, "
            << kiosk::sync::total_bytes(manifest) << " bytes, in " << arguments.out.string() << std::endl;
  return ExitCode::done;
}

int run(int argc, char** argv) {
  CLI::App app("The curator's workshop.", "kioskctl-pack");
  app.set_version_flag("--version", "kioskctl-pack " CHANGLANG_VERSION);
  app.require_subcommand(1);
  kiosk::author::BuildArguments arguments;
  arguments.minimum_program = CHANGLANG_PACK_NEEDS;
  CLI::App* command = app.add_subcommand("build", "Check a pack and make the folder that is published.");
  command->add_option("folder", arguments.pack, "The pack, as it is written")->required();
  command->add_option("-o,--out", arguments.out, "The folder to make or replace")->required();
  app.add_subcommand("help", "Print this help.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  if (command->parsed()) return static_cast<int>(build(arguments));
  std::cout << app.help() << std::flush;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "kioskctl-pack: internal error: " << e.what() << std::endl;
    return static_cast<int>(ExitCode::internal);
  }
}
