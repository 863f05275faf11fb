internal import JSONKit
internal import Journal
internal import Planning
internal import TerminalKit

/// The image tag that a rollback goes back to: named, recorded by a healthy run, or asked for; never guessed.
enum RollbackTag {
    /// As Docker has it: at most 128 letters, digits, `_`, `.` and `-`, the first no `.` or `-`.
    static func isWellFormed(_ tag: String) -> Bool {
        guard let first = tag.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"), tag.utf8.count <= 128 else {
            return false
        }
        return tag.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    /// Words that answer another question.
    private static let answers: Set<String> = ["y", "yes", "n", "no", RollbackPlanner.confirmation]

    /// Asks for it once the plan is seen: where nobody recorded one that could be had, and somebody sits at the terminal.
    ///
    /// - Returns: nil leaves the image as it is.
    /// - Throws: `OpsError` after a signal.
    static func ask(_ facts: ImageFacts, _ desk: TerminalDesk) throws(OpsError) -> String? {
        let said = desk.text(question(facts))
        if let stop = desk.world.interruption("stopped by a signal; nothing was changed") {
            desk.world.note(stop.message)
            throw stop
        }
        guard let said else { return nil }
        guard isWellFormed(said), !answers.contains(said.lowercased()) else {
            desk.world.note("\"\(said)\" is no tag: the image stays as it is; --tag TAG names one")
            return nil
        }
        return said
    }

    private static func question(_ facts: ImageFacts) -> String {
        var table = TextTable([.init(), .init()])
        table.indent = 2
        for known in facts.known.prefix(most) { table.add([.init(known.tag), .init(known.source)]) }
        let more = facts.known.count - most
        return "Which tag of \(facts.name ?? "the image") is it to go back to?" + (facts.known.isEmpty ? " None is known here." : "") + "\n"
            + table.render() + (more > 0 ? "  … \(more) more: docker images \(facts.name ?? "")\n" : "")
            + "A tag, or Enter to leave the image as it is:"
    }

    /// Tags that are listed.
    private static let most = 8
}

extension JournalAccess {
    /// Looks at each incident, the newest first, that are searched for a tag.
    private static let most = 500

    /// The image tags of runs of this Jarvis that found the API or the mesh well and nothing else ill, each with the newest of them.
    func healthyTags(of jarvis: JarvisDirectory) -> [(tag: String, run: String)] {
        guard let relied else { return [] }
        var found: [(tag: String, run: String, row: Int)] = []
        for incident in ["mesh", "api-unresponsive"] {
            var looks = 0
            _ = try? relied.latestJudgement(of: incident) { (row) throws(JournalError) in
                looks += 1
                guard case .judged(let verdict) = row.said, verdict.verdict == "clear",
                    let run = try RunHistory(relied.rows(run: row.run)), run.kind == .read, run.isOf(jarvis), let tag = run.imageTag,
                    !run.verdicts.contains(where: { $0.verdict == "confirmed" })
                else { return looks == Self.most }
                if !found.contains(where: { $0.tag == tag && $0.row >= row.seq }) { found.append((tag, run.id, row.seq)) }
                return looks == Self.most
            }
        }
        return found.sorted { $0.row > $1.row }.reduce(into: []) { tags, one in
            if !tags.contains(where: { $0.tag == one.tag }) { tags.append((one.tag, one.run)) }
        }
    }
}
