internal import CommandLineKit
internal import Configuration
internal import Execution
internal import JSONKit
internal import Mesh
internal import Planning
internal import TerminalKit

/// `mesh flags`: what each flag is in the service's environment files, what a program started here would see, and what the service runs with.
struct MeshFlagsCommand: OpsCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "flags", abstract: "Show each mesh flag as configured, effective and running.",
            discussion: "Exits 0 when they agree, 1 when they contradict each other, 2 when the service does not say.")
    }

    @OptionGroup var options: GlobalOptions

    func run(in world: World) throws -> Int32 {
        let loaded = try LoadedRunbook.load(options, in: world)
        let target = JarvisTarget.resolve(options, loaded, world)
        try NoJarvis.refuseLook(target.configuration)
        try target.requireDotEnv()
        let facts = target.facts(journal: .forReading(world), isLocked: false, forContainers: false)
        let given = target.configuration.composeValues(MeshFlag.allCases.flatMap { [$0.variable, $0.legacyVariable] })
        let rows = MeshFlag.allCases.map { FlagRow($0, facts, shell: world.environment, given) }
        try Output(options, world).print(json: FlagOutput.json(rows, facts), target.heading) { FlagOutput.text(rows, facts, $0) }
        if rows.contains(where: { !$0.conflicts.isEmpty }) { return ExitCodes.confirmed }
        return rows.contains { $0.fact.running == nil } ? ExitCodes.unmeasured : ExitCodes.success
    }
}

/// One flag, where its values come from, and what is wrong with it.
struct FlagRow {
    let flag: MeshFlag
    let fact: MeshFlagFact
    /// Where the effective value comes from; nil when no variable is set anywhere.
    let source: String?
    /// What tells what runs: the service's report, its container.
    let witnesses: [String]
    /// Sentences for people; empty when all places agree.
    let conflicts: [String]

    /// - Parameters:
    ///   - shell: the environment of this program, which in production is no part of the facts.
    ///   - given: what the compose files themselves give.
    init(_ flag: MeshFlag, _ facts: Facts, shell: [String: String], _ given: [ComposeValue]) {
        self.flag = flag
        let fact = facts.flags[flag]
        let place = fact.place
        self.fact = fact
        let container = fact.container == nil && fact.process == nil ? nil : facts.service.runningIn
        witnesses = [fact.reported == nil ? nil : "report", container].compactMap(\.self)
        let isOwn = fact.environmentValue != nil || fact.fileValue == nil && fact.legacyEnvironmentValue != nil
        source = isOwn ? "the environment" : place.line.map { "\(place.file):\($0)" }
        var conflicts: [String] = []
        if let unclear = place.unclear { conflicts.append("what is written cannot be told, since readers disagree: \(unclear)") }
        if let own = fact.fileValue, let legacy = fact.legacyFileValue, MeshFlags.isTrue(own) != MeshFlags.isTrue(legacy) {
            conflicts.append("\(flag.variable)=\(own) and \(flag.legacyVariable)=\(legacy) contradict each other; the first decides")
        }
        let written = "\(place.file) says \(word(fact.configured))"
        if fact.effective != fact.configured {
            conflicts.append("the environment of this shell says \(word(fact.effective)), \(written)")
        }
        var inShell = fact
        inShell.environmentValue = shell[flag.variable]
        inShell.legacyEnvironmentValue = shell[flag.legacyVariable]
        if inShell.effective != fact.effective {
            conflicts.append(
                "the environment of this shell says \(word(inShell.effective)), which decides nothing in production; \(written)")
        }
        if fact.isContradictory {
            let service = facts.service.runningIn ?? "its container"
            let words = [
                fact.reported.map { "the service reports \(word($0))" }, fact.process.map { "its process runs with \(word($0))" },
                fact.container.map { "\(service) was given \(word($0))" },
            ]
            conflicts.append(words.compactMap(\.self).joined(separator: ", "))
        }
        if let running = fact.running, running != fact.configured {
            conflicts.append(
                "the service runs with \(word(running)), \(written)" + (place.obstacle.map { ": \($0)" } ?? ""))
        }
        conflicts += FlagRow.unpinned(flag, facts, given)
        for other in facts.service.otherContainers ?? [] where other.mayRun.contains(flag) {
            conflicts.append(
                "\(other.words) runs with it: "
                    + (other.service.isEmpty ? "docker stop \(other.name)" : "jarvis-ops mesh disable \(flag.word)"))
        }
        switch facts.containers {
        case .ours: break
        case .another(let theirs, _):
            conflicts.append("the containers of this compose project are not this directory's: they belong to \(theirs)")
        case .unknown(let why): if facts.service.engineAnswers { conflicts.append("whose containers these are is not known: \(why)") }
        }
        self.conflicts = conflicts
    }

    /// Where the compose files themselves would turn on what is off now, with the next container that nobody pins.
    private static func unpinned(_ flag: MeshFlag, _ facts: Facts, _ given: [ComposeValue]) -> [String] {
        let fact = facts.flags[flag]
        let services = Set(given.map(\.service)).sorted()
        return services.compactMap { service in
            let own = service == facts.service.composeService
            // The older name counts where nobody sets the present one.
            let names = [flag.variable] + (own && fact.fileValue != nil ? [] : [flag.legacyVariable])
            let values = given.filter { $0.service == service }
            guard let value = names.lazy.compactMap({ name in values.first { $0.variable == name } }).first else { return nil }
            guard MeshFlags.reads(value.value) != false, !(own && (fact.running == true || fact.configured)) else { return nil }
            return "\(value.file) itself gives service \(service) \(value.variable)=\(value.value): a container that is made by hand runs "
                + "with it; edit it there"
        }
    }
}

private func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }

enum FlagOutput {
    static func json(_ rows: [FlagRow], _ facts: Facts) -> JSONValue {
        let flags = rows.map { row -> JSONValue in
            [
                "flag": row.flag.word.json, "variable": row.flag.variable.json, "legacy_variable": row.flag.legacyVariable.json,
                "file_value": row.fact.fileValue.json, "legacy_file_value": row.fact.legacyFileValue.json,
                "configured": row.fact.configured.json, "effective": row.fact.effective.json, "running": row.fact.running.json,
                "source": row.source.json, "conflicts": row.conflicts.json, "reported": row.fact.reported.json,
                "container": row.fact.container.json, "process": row.fact.process.json, "running_in": facts.service.runningIn.json,
                "file": row.fact.place.file.json,
                "files": row.fact.place.files.json, "line": row.fact.place.line.json, "unclear": row.fact.place.unclear.json,
                "obstacle": row.fact.place.obstacle.json,
            ]
        }
        let smoke = facts.smoke.map { smoke -> JSONValue in
            [
                "passed": smoke.passed.json, "age_ms": smoke.ageMilliseconds.json, "covered": smoke.covered.map(\.word).sorted().json,
                "first_enabling": (smoke.isFirstEnabling && smoke.objection(for: .sync, asFirst: true) == nil).json,
                "counts_for": MeshFlag.allCases.filter { smoke.objection(for: $0) == nil }.map(\.word).json,
            ]
        }
        return [
            "schema": "jarvis-ops/mesh-flags/v1", "environment": facts.deployment.rawValue.json, "flags": .array(flags),
            "smoke": smoke ?? .null,
        ]
    }

    static func text(_ rows: [FlagRow], _ facts: Facts, _ page: Page) -> String {
        var table = TextTable([.init("FLAG"), .init("WRITTEN"), .init("EFFECTIVE"), .init("RUNNING"), .init("BY")])
        for row in rows {
            let isWell = row.conflicts.isEmpty
            table.add([
                .init(row.flag.word, .emphasis), .init(row.fact.place.unclear == nil ? word(row.fact.configured) : "unknown"),
                .init(word(row.fact.effective)),
                .init(row.fact.running.map(word) ?? "unknown", row.fact.running == nil ? .unknown : isWell ? .good : .bad),
                .init(([row.source ?? "nothing: off by default"] + row.witnesses).joined(separator: ", ")),
            ])
        }
        var text = page.render(table)
        if let place = rows.first?.fact.place, place.files.count > 1 {
            text += page.paint("\nof \(place.files.joined(separator: ", ")) the last that sets a flag counts\n", .dim)
        }
        for row in rows { for conflict in row.conflicts { text += page.paint("\n! \(row.flag.word): \(conflict)", .warning) } }
        if rows.contains(where: { !$0.conflicts.isEmpty }) { text += "\n" }
        let smoke = facts.smoke.map { smoke in
            let counts = MeshFlag.allCases.filter { smoke.objection(for: $0) == nil }.map(\.word)
            if counts.isEmpty, smoke.objection(for: .sync, asFirst: true) == nil {
                return "smoke checks allow a first enabling: jarvis-ops mesh enable sync --confirm \(SmokeFacts.firstEnable)"
            }
            return counts.isEmpty
                ? "a smoke result is there, but counts for nothing now" : "smoke checks count for \(counts.joined(separator: ", "))"
        }
        return text + "\n" + page.paint("\(facts.deployment.rawValue); \(smoke ?? "no smoke result")", .dim) + "\n"
    }
}
