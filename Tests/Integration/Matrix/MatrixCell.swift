import JSONKit
import SystemKit
import TestSupport

@testable import OpsCommands

/// What the program said in one place, beside what was written down before.
struct MatrixCell: Sendable {
    let layout: MatrixLayout
    let fault: String
    let reach: MatrixReach
    let truth: [MatrixIncident: Set<String>]
    let seen: [MatrixIncident: String]
    let code: Int32
    /// The first of the ranking, without what differs from run to run.
    let headline: String
    /// The whole ranking, for whoever looks at a failure.
    let because: String

    var place: String { "\(layout.rawValue), \(fault), \(reach.rawValue)" }

    private func count(_ verdict: String) -> Int { seen.count { $0.value == verdict && !(truth[$0.key] ?? []).contains(verdict) } }

    var falseClear: Int { count("clear") }
    var falseConfirmations: Int { count("confirmed") }
    var needlessUnknown: Int { count("unknown") }

    /// Any confirmed incident counts first, then any that is unknown.
    var expectedCode: Int32 { seen.values.contains("confirmed") ? 1 : seen.values.contains("unknown") ? 2 : 0 }
}

/// One practice Jarvis for a layout and a fault, or for several that share it, seen from everywhere.
enum MatrixBench {
    static func cells(_ layout: MatrixLayout, _ faults: [MatrixFault]) throws -> [MatrixCell] {
        guard let fault = faults.first else { return [] }
        return try DrillBench.with { bench in
            var settings = PracticeSettings(scenario: fault.scenario ?? .healthy, shape: layout.shape, layout: layout.practice)
            // The limit of the real one would make a fault of what other cells ask of it.
            settings.requestsAMinute = fault.limit
            let practice = try fault.scenario == nil ? nil : Practice.start(settings, in: bench.world)
            defer { practice?.stop() }
            let scene = try MatrixScene(bench.fixture, practice, layout)
            if !fault.isSilent { try scene.warmUp() }
            return try faults.flatMap { fault in
                let scene = fault.isOfFiles ? try scene.copied(for: fault) : scene
                try fault.prepare(scene)
                return try (layout.isSeenFromEverywhere ? fault.reaches : [.all]).map { try cell(layout, fault, $0, scene) }
            }
        }
    }

    private static func cell(_ layout: MatrixLayout, _ fault: MatrixFault, _ reach: MatrixReach, _ scene: MatrixScene) throws -> MatrixCell
    {
        let (arguments, environment) = try layout.start(scene, reach)
        try fault.before(scene)
        let run = try scene.run(["triage", "-o", "json", "--timeout", "\(fault.seconds)s"] + arguments, environment)
        try Schema.check(run.output, "triage")
        let ranking = try JSONReader().read(run.output)["ranking"]?.array ?? []
        var seen: [MatrixIncident: String] = [:]
        for entry in ranking {
            if let incident = (entry["incident"]?.text).flatMap(MatrixIncident.init) { seen[incident] = entry["verdict"]?.text }
        }
        func words(_ entry: JSONValue) -> String { "\(entry["incident"]?.text ?? ""): \(entry["because"]?.text ?? "")" }
        return MatrixCell(
            layout: layout, fault: fault.name, reach: reach,
            truth: Dictionary(uniqueKeysWithValues: MatrixIncident.allCases.map { ($0, fault.truth($0, layout, reach)) }), seen: seen,
            code: run.code, headline: ranking.first.map { MatrixPage.plain(words($0), scene) } ?? "",
            because: ranking.map { "\($0["verdict"]?.text ?? "") \(words($0))" }.joined(separator: "\n"))
    }
}
