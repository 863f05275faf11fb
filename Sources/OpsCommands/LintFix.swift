internal import Planning
internal import Runbook
internal import SystemKit

/// `lint --fix`: what is certain, as a diff first, then written.
struct LintFix {
    let options: GlobalOptions
    let world: World

    /// Throws: `OpsError` 64 for another output than text, 77 without approval, 74 for a file that cannot be written.
    func run(_ reports: [LintReport]) throws(OpsError) -> Int32 {
        guard options.output == .text else {
            throw OpsError("usage", "--fix prints a diff", hint: "Leave -o out.", exitCode: ExitCodes.usage)
        }
        var changed: [(path: String, old: [UInt8], new: [UInt8])] = []
        var diff = ""
        for report in reports {
            guard let path = report.path else { continue }
            let new = LintFix.fixed(report)
            if new == report.bytes { continue }
            changed.append((path, report.bytes, new))
            diff += TextDiff.unified(old: report.bytes, new: new, path: report.file)
        }
        guard !changed.isEmpty else {
            try Output(options, world).print(lines: "Nothing can be mended with certainty.\n")
            return ExitCodes.success
        }
        try Output(options, world).print(lines: diff)
        if options.dryRun { return ExitCodes.success }
        let files = changed.count == 1 ? "1 file" : "\(changed.count) files"
        _ = try YesDesk(
            options: options, world: world, what: "changing \(files)", nothing: "nothing was written", look: "To see the changes"
        ).approve(showing: "", question: "Write \(files)?")
        for (path, old, new) in changed {
            do throws(AtomicFileError) {
                try AtomicFile.replace(path, with: new, expecting: old)
            } catch {
                throw OpsError("fix", "\(error)", exitCode: ExitCodes.inputOutput)
            }
        }
        try Output(options, world).print(lines: "\(files) written.\n")
        return ExitCodes.success
    }

    /// The text with all changes that do not touch each other.
    private static func fixed(_ report: LintReport) -> [UInt8] {
        var edits = report.findings.flatMap(\.fixes).compactMap { fix in fix.range(in: report.bytes).map { ($0, Array(fix.new.utf8)) } }
        if report.findings.contains(where: { $0.rule == "byte-order-mark" }) { edits.append((0..<3, [])) }
        var result = report.bytes
        var free = result.count
        for (range, new) in edits.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) where range.upperBound <= free {
            result.replaceSubrange(range, with: new)
            free = range.lowerBound
        }
        return result
    }
}
