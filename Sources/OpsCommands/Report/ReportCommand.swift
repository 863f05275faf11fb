internal import CommandLineKit
internal import Reporting
internal import SystemKit

/// `report RUN`: the incident report, as far as the journal can write it.
struct ReportCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "report", abstract: "Write the incident report of one run from the journal.",
            discussion: """
                A draft: severity and response time by the runbook, symptoms before and after, what was decided and by whom, what was done, \
                what is left open, evidence by its hashes, and what the runbook owes afterwards. A person completes it. -o json is --format json.
                """)
    }

    @OptionGroup var options: GlobalOptions

    @Option(name: .long, help: "How it is written (default: markdown).")
    var format: ReportFormat?

    @Option(name: .long, help: ArgumentHelp("Write it to this file, whole or not at all, instead of printing it.", valueName: "file"))
    var file: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "When the incident began, as far as a person knows (RFC 3339); response time counts from there.", valueName: "time"))
    var began: Moment?

    @Argument(help: "A run, as `runs` lists it: its id, the beginning of it, or `last`.", completion: .runs)
    var run: String

    func validate() throws {
        guard ![.sarif, .github].contains(options.output) else { throw ValidationError("-o \(options.output.rawValue) is for `lint`.") }
        if options.output != .text, let format, format != .json {
            throw ValidationError("-o \(options.output.rawValue) and --format \(format.rawValue) contradict each other.")
        }
        if options.output == .jsonl, file != nil { throw ValidationError("-o jsonl is printed: for a file use --format json.") }
    }

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let report = try ReportReading(loaded: loaded, world: world, jarvis: options.jarvis(in: world)).report(
            run, began: began.map { Timestamp(milliseconds: $0.microseconds / 1000) })
        let output = ReportOutput(report: report, options: options, world: world)
        let format = format ?? (options.output == .text ? .markdown : .json)
        if let file { try output.write(format, to: file) } else { try output.print(format) }
        return ExitCodes.success
    }
}

/// The forms of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case markdown, html, json, junit
}
