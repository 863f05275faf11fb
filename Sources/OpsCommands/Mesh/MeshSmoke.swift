internal import CommandLineKit
internal import Mesh
internal import SystemKit

/// `mesh smoke [sync|attest|all]`: whether the mesh would work, before production lets a flag go on.
struct MeshSmoke: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "smoke", abstract: "Run the smoke checks that a mesh flag goes on after, and keep their result.",
            discussion: """
                The checks read, or act on the subject jarvis-ops.smoke.RUN of core NATS; \
                the live subject is never touched. With JARVIS_OPS_MEMORY_CANARY_URL set, \
                one POST to it asks the service for a memory write. Without a word \
                everything that is configured is asked for; attestation is checked \
                whenever it is named or configured. The result counts for 15 minutes and \
                for this configuration only. A mesh that was never on has neither stream \
                nor listener: where both may be made the result is first-enable, and \
                sync goes on with --confirm first-enable, and off again unless its \
                listener comes up. Exits 0 when nothing that was asked for failed, 78 \
                when it is not configured, 1 otherwise; 0 after a dry run, which \
                decides nothing.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Argument(help: "sync, attest or all.")
    var flags: FlagsWord?

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let target = JarvisTarget.resolve(options, loaded, world)
        let run = try SmokeRun.look(for: flags?.flags, target, .forReading(world))
        let head = run.record((["mesh smoke"] + [flags?.rawValue].compactMap(\.self)).joined(separator: " "), options, world)
        let output = SmokeOutput(run: run, head: head, isDry: options.dryRun, isVerbose: options.verbose)
        try Output(options, world).print(json: output.json, target.heading) { output.text($0) }
        AuditLine.show(head, run: run.reading.id, options, world)
        return options.dryRun ? ExitCodes.success : run.exitCode
    }
}
