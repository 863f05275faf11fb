internal import CommandLineKit
internal import Configuration
internal import Execution
internal import JSONKit
internal import Probes
internal import Redaction
internal import SystemKit

/// `mesh tail`: the last records of the outbox, readable.
struct MeshTail: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "tail", abstract: "Show the last records of the outbox, and follow it.",
            discussion: """
                Blank lines do not count. With -v, documents hold the whole records. --follow goes on until Ctrl-C, also when the file is \
                cut or another takes its name; with -o jsonl each new record is an event.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Option(
        name: [.customShort("n"), .customLong("lines")], help: ArgumentHelp("How many lines (default: 50).", valueName: "lines"))
    var lines: LineCount = LineCount(value: 50)

    @Flag(name: .long, help: "Go on with what is appended.")
    var follow = false

    func run(in world: World) throws -> Int32 {
        if follow, options.output == .json {
            throw OpsError(
                "usage", "a document ends, and --follow does not", hint: "Use -o jsonl or -o text with --follow.", exitCode: ExitCodes.usage
            )
        }
        let runbook = try LoadedRunbook.read(options.runbook, in: world).runbook
        let configuration = Configuration(options, runbook, world)
        try NoJarvis.refuseLook(configuration)
        let input = OutboxInput(configuration)
        let count = lines.value
        let isFollowing = follow
        let tail = try input.read { (path) throws(SystemError) in
            var tail = try OutboxTail(path, count: count)
            if !isFollowing { try tail.settle(count: count, cancellation: world.cancellation) }
            return tail
        }
        let page = MeshTailOutput(input: input, tail: tail, hasRecords: options.verbose)
        try Output(options, world).print(json: page.json) { page.text($0) }
        return follow ? try MeshFollowing(input: input, page: page, options: options, world: world).run(tail) : ExitCodes.success
    }
}

/// A count of lines on the command line.
struct LineCount: ExpressibleByArgument, Sendable, CustomStringConvertible {
    let value: Int

    init(value: Int) { self.value = value }

    init?(argument: String) {
        guard let value = Int(argument), value >= 0 else { return nil }
        self.value = value
    }

    var description: String { "\(value)" }
}

/// Printing what is appended, until a signal comes.
struct MeshFollowing {
    let input: OutboxInput
    let page: MeshTailOutput
    let options: GlobalOptions
    let world: World

    /// How often the file is looked at, in milliseconds: files on a network tell nobody that they grew.
    private static let interval: Double = 100

    func run(_ tail: OutboxTail?) throws(OpsError) -> Int32 {
        var tail = tail
        let events = EventStream(world.standardOutput, run: RunID.make(at: .now()) + "-follow")
        while !world.cancellation.isCancelled {
            // Nobody may have written yet. What comes then is read from its start.
            if tail == nil { tail = try input.read { (path) throws(SystemError) in try OutboxTail(fromStartOf: path) } }
            let step = try input.read { (_) throws(SystemError) in try tail?.next() } ?? nil
            switch step?.change {
            case .cut: world.note("the outbox was cut: reading it from its start")
            case .replaced: world.note("another file is the outbox now: reading it from its start")
            case nil: break
            }
            let entries = step?.entries ?? []
            try print(entries, events)
            if entries.isEmpty { _ = world.cancellation.wait(until: .after(milliseconds: MeshFollowing.interval)) }
        }
        return ExitCodes.success
    }

    private func print(_ entries: [OutboxTail.Entry], _ events: EventStream) throws(OpsError) {
        guard !entries.isEmpty else { return }
        do throws(SystemError) {
            if options.output == .jsonl {
                for entry in entries {
                    try events.send("ops.jarvis.mesh-record.v1", subject: nil, world.redactor.redact(.object(page.entry(entry))))
                }
            } else {
                let place = Output(options, world).page
                try world.standardOutput.write(entries.map { page.line($0, place) }.joined())
            }
        } catch {
            throw OpsError("output", "the result cannot be written: \(error.reason)", exitCode: ExitCodes.inputOutput)
        }
    }
}
