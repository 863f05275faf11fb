internal import Configuration
internal import JSONKit
internal import Journal
internal import Planning

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

    /// Asks for it where nobody recorded one and somebody sits at the terminal.
    static func ask(_ options: GlobalOptions, _ loaded: LoadedRunbook, _ world: World) throws -> String? {
        let site = Site(options, loaded, world)
        let desk = TerminalDesk(options: options, world: world)
        guard !options.dryRun, desk.canAsk, site.configuration.apiService?.image != nil,
            JournalAccess.forReading(world).stableTag(of: site.jarvis) == nil
        else { return nil }
        let said = desk.text("No healthy run recorded an image tag. The tag to go back to, or nothing to leave it:")
        if let stop = world.interruption("stopped by a signal; nothing was changed") {
            world.note(stop.message)
            throw stop
        }
        guard let answer = said else { return nil }
        guard isWellFormed(answer) else {
            throw OpsError("usage", "\(answer) is no image tag; nothing was changed", exitCode: ExitCodes.usage)
        }
        return answer
    }
}

extension JournalAccess {
    /// The image tag of the newest run of this Jarvis that found the API or the mesh well and nothing else ill.
    func stableTag(of jarvis: JarvisDirectory) -> (tag: String, run: String)? {
        guard let journal, let runs = try? journal.runs(), let began = try? journal.rows(table: .runs, event: "began") else { return nil }
        let tags = Dictionary(began.compactMap { row in row.body["image_tag"]?.text.map { (row.run, $0) } }) { first, _ in first }
        for run in runs where run.isOf(jarvis) && run.kind == .read {
            guard let tag = tags[run.id], !run.verdicts.contains(where: { $0.verdict == "confirmed" }),
                run.verdicts.contains(where: { $0.verdict == "clear" && ["mesh", "api-unresponsive"].contains($0.incident) })
            else { continue }
            return (tag, run.id)
        }
        return nil
    }
}
