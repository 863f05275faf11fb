/// The subcommands of docker-compose 1 and 2, and of docker, with the options that leave them what they are.
enum ComposeSubcommands {
    static let compose: [String: KnownSubcommand] = [
        "ps": KnownSubcommand(
            effect: .read,
            options: KnownOptions(
                flags: "qa", long: ["--quiet", "--services", "--all", "--no-trunc", "--orphans"],
                longValued: ["--filter", "--format", "--status"])),
        "logs": KnownSubcommand(effect: .read, options: logs),
        "top": KnownSubcommand(effect: .read),
        "images": KnownSubcommand(effect: .read, options: KnownOptions(flags: "q", long: ["--quiet"], longValued: ["--format"])),
        // Not -o, which writes a file.
        "config": KnownSubcommand(
            effect: .read,
            options: KnownOptions(
                flags: "q", long: ["--quiet", "--services", "--volumes", "--images", "--profiles", "--no-interpolate"],
                longValued: ["--format", "--hash"]),
            operands: 0...0),
        "port": KnownSubcommand(effect: .read, options: KnownOptions(longValued: ["--protocol", "--index"])),
        "version": KnownSubcommand(effect: .read, options: KnownOptions(valued: "f", long: ["--short"], longValued: ["--format"])),
        "ls": KnownSubcommand(
            effect: .read, options: KnownOptions(flags: "aq", long: ["--all", "--quiet"], longValued: ["--filter", "--format"])),
        "stats": KnownSubcommand(effect: .read, options: stats),

        "restart": KnownSubcommand(effect: .change, options: KnownOptions(valued: "t", long: ["--no-deps"], longValued: ["--timeout"])),
        "start": KnownSubcommand(effect: .change),
        "unpause": KnownSubcommand(effect: .change),
        "pull": KnownSubcommand(
            effect: .change,
            options: KnownOptions(
                flags: "q",
                long: [
                    "--quiet", "--ignore-pull-failures", "--ignore-buildable", "--parallel", "--no-parallel", "--include-deps",
                ], longValued: ["--policy"])),
        // Not --push, which sends; not what lets a build reach the host.
        "build": KnownSubcommand(
            effect: .change, options: KnownOptions(flags: "q", long: ["--quiet", "--no-cache", "--pull", "--parallel", "--compress"])),
        // Not what attaches, follows or watches.
        "up": KnownSubcommand(
            effect: .change,
            options: KnownOptions(
                flags: "d", valued: "t",
                long: [
                    "--detach", "--build", "--no-build", "--no-deps", "--no-color", "--no-recreate", "--quiet-pull", "--wait",
                ], longValued: ["--scale", "--timeout", "--pull", "--wait-timeout"]),
            losing: [
                "--renew-anon-volumes", "-V", "--remove-orphans", "--no-start", "--abort-on-container-exit", "--abort-on-container-failure",
                "--exit-code-from", "--force-recreate", "--always-recreate-deps",
            ]),
        "create": KnownSubcommand(
            effect: .change, options: KnownOptions(long: ["--no-recreate", "--build", "--no-build"], longValued: ["--pull"]),
            losing: ["--force-recreate", "--remove-orphans", "--scale"]),
        "scale": KnownSubcommand(
            effect: .change, options: KnownOptions(valued: "t", long: ["--no-deps"], longValued: ["--timeout"]), operands: 1...Int.max),
    ]

    /// Without `inspect`, which shows every secret of a container's environment, and without `create`, whose new container may do
    /// anything when `start` names it.
    static let docker: [String: KnownSubcommand] = [
        "ps": KnownSubcommand(
            effect: .read,
            options: KnownOptions(
                flags: "aqsl", valued: "fn", long: ["--all", "--quiet", "--size", "--latest", "--no-trunc"],
                longValued: ["--filter", "--format", "--last"])),
        "logs": KnownSubcommand(effect: .read, options: logs, operands: 1...1),
        // What stands behind the name are options of ps, which can show the environment.
        "top": KnownSubcommand(effect: .read, operands: 1...1),
        "images": KnownSubcommand(
            effect: .read,
            options: KnownOptions(
                flags: "aq", valued: "f", long: ["--all", "--quiet", "--no-trunc", "--digests"], longValued: ["--filter", "--format"])),
        "port": KnownSubcommand(effect: .read, operands: 1...2),
        "version": KnownSubcommand(effect: .read, options: KnownOptions(valued: "f", longValued: ["--format"]), operands: 0...0),
        "info": KnownSubcommand(effect: .read, options: KnownOptions(valued: "f", longValued: ["--format"]), operands: 0...0),
        "stats": KnownSubcommand(effect: .read, options: stats),
        "events": KnownSubcommand(
            effect: .read, options: KnownOptions(valued: "f", longValued: ["--since", "--until", "--filter", "--format"]), operands: 0...0),

        "restart": KnownSubcommand(effect: .change, options: KnownOptions(valued: "t", longValued: ["--time", "--timeout"])),
        "start": KnownSubcommand(effect: .change),
        "unpause": KnownSubcommand(effect: .change),
        "pull": KnownSubcommand(effect: .change, options: KnownOptions(flags: "q", long: ["--quiet"]), operands: 1...1),
    ]

    /// Following is taken off before it is run.
    private static let logs = KnownOptions(
        flags: "ft", valued: "n", long: ["--follow", "--timestamps", "--no-color", "--no-log-prefix", "--details"],
        longValued: ["--tail", "--since", "--until", "--index"])
    /// Not `--no-stream=false`, which wins over an earlier --no-stream.
    private static let stats = KnownOptions(
        flags: "a", long: ["--no-stream", "--all", "--no-trunc"], longValued: ["--format"])
}
