internal import Glibc
internal import JSONKit
internal import Journal
internal import Redaction
internal import Reporting
internal import SystemKit

/// A report on standard output or in a file.
struct ReportOutput {
    let report: IncidentReport
    let options: GlobalOptions
    let world: World

    func print(_ format: ReportFormat) throws(OpsError) {
        if options.output != .text { return try Output(options, world).print(json: ReportJSON.document(report)) { _ in "" } }
        do throws(SystemError) {
            // Redacted text by text. Taken out of the whole by the stream, what looks like a secret would take marks of the page with it.
            try world.standardOutput.shown.write(text(format))
        } catch {
            throw OpsError("output", "the result cannot be written: \(error.reason)", exitCode: ExitCodes.inputOutput)
        }
    }

    /// Whole or not at all. Its owner's alone, as the journal is; a file that is there keeps its mode.
    ///
    /// Throws: `OpsError` 73 when it cannot be made, 74 when writing fails.
    func write(_ format: ReportFormat, to file: String) throws(OpsError) {
        let path = Paths.resolve(file, in: world.workingDirectory)
        let bytes = Array(text(format).utf8)
        do throws(AtomicFileError) {
            if Files.exists(path) {
                try AtomicFile.replace(path, with: bytes)
            } else {
                try AtomicFile.create(path, with: bytes, mode: 0o600)
            }
        } catch {
            // The place was right, and the disk was not.
            let isMedium = error.systemError.map { [ENOSPC, EDQUOT, EFBIG, EIO].contains($0.code) } ?? false
            throw OpsError(
                "report-file", "the report cannot be written: \(error)",
                hint: "Name another file with --file, or leave it out to print the report.",
                exitCode: isMedium ? ExitCodes.inputOutput : ExitCodes.cannotCreate)
        }
        if !options.quiet { world.note("the report of run \(report.run.id) is in \(file)") }
    }

    private func text(_ format: ReportFormat) -> String {
        let redactor = world.redactor
        switch format {
        case .markdown: return MarkdownReport.text(report, redacting: redactor.redact)
        case .html: return HTMLReport.text(report, redacting: redactor.redact)
        case .junit: return JUnitReport.text(report, redacting: redactor.redact)
        case .json: return JSONWriter.shown(.pretty).text(redactor.redact(ReportJSON.document(report))) + "\n"
        }
    }
}
