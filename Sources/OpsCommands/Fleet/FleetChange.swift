internal import Fleet
internal import JSONKit
internal import Journal
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// A change of many hosts from its request to the exit code. Each host plans, judges and journals its own part; here it is decided which
/// hosts are next, and when no other is.
final class FleetChange {
    private(set) var request: FleetRequest
    let options: GlobalOptions
    let world: World
    /// What became of each host so far, in the order of the inventory; the last phase counts.
    private(set) var hosts: [FleetHost] = []
    /// Why no other host is begun; nil while there is no reason.
    private(set) var stop: String?
    private let resumed: RunHistory?
    private let run: String
    /// Hosts that the way back cannot find its way to.
    private let unaccounted: [String]
    private var log: RunLog?

    init(_ request: FleetRequest, _ options: GlobalOptions, _ world: World, resumed: RunHistory? = nil, unaccounted: [String] = []) {
        (self.request, self.options, self.world, self.resumed, self.unaccounted) = (request, options, world, resumed, unaccounted)
        run = resumed?.id ?? RunID.make(at: .now())
    }

    private static let schemas = ["jarvis-ops/run/v1", "jarvis-ops/mesh-retry/v1", "jarvis-ops/plan/v1"]

    private func ask(
        _ commands: [[String]], on names: [String]?, own: [String: [[String]]] = [:], word: (FleetHost) -> String
    ) throws(OpsError) -> [FleetHost] {
        var fleet = FleetOptions()
        (fleet.inventory, fleet.limit, fleet.forks, fleet.become) = (request.inventory, request.limit, request.forks, request.becomes)
        fleet.hostTimeout = TimeLimit(milliseconds: 600_000)
        return try FleetHosts(fleet, options, world).ask(commands, FleetChange.schemas, on: names, own: own, word: word)
    }

    func carryOut() throws -> Int32 {
        // All of the inventory, or of its limit, until Ansible has said who that is.
        var names = request.hosts
        for (index, phase) in request.phases.enumerated() {
            let asked = try plan(phase, on: phase.hosts ?? names)
            let plan = FleetPlan(asked)
            names = names ?? asked.map(\.name)
            request.hosts = names
            if let stop = world.interruption("stopped by a signal; nothing \(index == 0 ? "" : "more ")was changed"), log == nil {
                throw stop
            }
            for host in asked { update(host.as(.notBegun)) }
            if options.dryRun {
                try print(plan, asked)
                if asked.contains(where: { $0.exitCode == ExitCodes.refused }) { return ExitCodes.refused }
                return plan.silent.isEmpty ? ExitCodes.success : ExitCodes.unmeasured
            }
            do throws(OpsError) {
                try require(plan)
                show(plan, phase)
                try FleetApproval(options: options, world: world).ask(plan, "fleet \(request.command)")
            } catch {
                // What the phases before did is told all the same.
                guard index > 0 else { throw error }
                stop = error.message
                break
            }
            try begin(plan)
            try carryOut(phase, plan, before: asked)
            if stop != nil || world.cancellation.isCancelled { break }
            let open = hosts.filter { $0.state != .done && $0.state != .undone }
            if index < request.phases.count - 1, !request.isUndo, let first = open.first {
                // No number of failures buys this: what comes next is safe only where all of them are done.
                stop =
                    "\(phase.command.joined(separator: " ")) is not done on \(open.count) host\(open.count == 1 ? "" : "s"), \(first.name) first"
                break
            }
        }
        return try end()
    }

    /// What is asked beside each change.
    private var gate: [[String]] { request.gate.map { [["diagnose", $0]] } ?? [] }

    // MARK: - Before

    /// What each host would do, and how it is now.
    private func plan(_ phase: FleetRequest.Phase, on names: [String]?) throws(OpsError) -> [FleetHost] {
        let own = phase.own.mapValues { [["-n"] + $0] + gate }
        return try ask([["-n"] + phase.command] + gate, on: names, own: own) { host in
            HostPlan(host).map { $0.refusal ?? "\($0.steps.count) steps" } ?? ""
        }
    }

    /// Who does not answer, or refuses, counts as one that failed: whether the others are changed without it is a person's word.
    private func require(_ plan: FleetPlan) throws(OpsError) {
        let obstacles = plan.obstacles
        // The way back goes on with whoever can go back; the others are in the account.
        let isEnough = obstacles.count <= request.maximumFailures || request.isUndo
        guard !isEnough || plan.willing.isEmpty else { return }
        let said = obstacles.prefix(5).map { "\($0.host): \(Sanitizer.line($0.because))" }
        let more = obstacles.count > 5 ? ["and \(obstacles.count - 5) more"] : []
        let without = obstacles.map { ":!\($0.host)" }.joined()
        throw OpsError(
            "hosts-refuse",
            "\(obstacles.count) of \(obstacles.count + plan.willing.count) hosts would not do it:\n  "
                + (said + more).joined(separator: "\n  "),
            hint:
                "Nothing was changed. To leave them out: --limit \(ShellWord.quoted((request.limit ?? "all") + without)), or --max-fail \(obstacles.count).",
            exitCode: plan.plans.contains { $0.refusal != nil } ? ExitCodes.refused : ExitCodes.unavailable)
    }

    private func show(_ plan: FleetPlan, _ phase: FleetRequest.Phase) {
        guard options.output == .text, !options.quiet else { return }
        let palette = world.palette(for: world.standardError, options)
        let page = Page(palette: palette, width: world.standardError.columns, redactor: world.redactor)
        let title = page.paint("fleet \(phase.command.joined(separator: " "))", .emphasis) + ", in batches of \(request.batches.text)\n"
        try? world.standardError.write(page.fitted(title + plan.text(page)) + "\n")
    }

    // MARK: - The journal

    private func begin(_ plan: FleetPlan) throws(OpsError) {
        let steps: JSONValue = .array(plan.willing.map { ["host": $0.host.json, "plan_sha256": $0.sha256.json, "steps": $0.steps.json] })
        guard log == nil else { return }
        let log = RunLog(try world.openJournal(), run: run, world)
        var opening = RunOpening(
            "fleet \(request.command) -i \(request.inventory)", subject: "fleet", kind: .change, in: nil, by: world.identity.document)
        (opening.request, opening.environment) = (request.json, Heading.environment(world))
        opening.plan = RecordedPlan(sha256: "", steps: steps)
        try log.begin([resumed == nil ? .began(opening) : .resumed(opening)])
        self.log = log
    }

    // MARK: - The batches

    private func carryOut(_ phase: FleetRequest.Phase, _ plan: FleetPlan, before: [FleetHost]) throws {
        let verdicts = Dictionary(before.map { ($0.name, $0.gateVerdict) }) { first, _ in first }
        let approved = Dictionary(plan.willing.map { ($0.host, $0) }) { first, _ in first }
        var failures = request.isUndo ? 0 : plan.obstacles.count
        for host in plan.obstacles { settle(host.host, .notBegun, host.because) }
        for batch in request.batches.cut(plan.willing.map(\.host)) {
            if world.cancellation.isCancelled {
                stop = "stopped by a signal"
                return
            }
            guard let log else { return }
            try log.record(
                batch.map {
                    .intended(StepIntent("fleet/\($0)", title: "fleet \(phase.command.joined(separator: " ")) on \($0)", effect: "change"))
                })
            var own: [String: [[String]]] = [:]
            for host in batch {
                guard let plan = approved[host] else { continue }
                own[host] = [phase.command(on: host) + words(plan)] + gate
            }
            let answers = try ask([phase.command] + gate, on: batch, own: own) { $0.document?["outcome"]?.text ?? "answered" }
            var worse: [String] = []
            var endings: [RunEvent] = []
            for answer in answers {
                let state = answer.stateOfChange
                endings.append(.settled(StepEnding(answer.as(state))))
                if state != .done { failures += 1 }
                if state == .done, request.gate != nil, answer.gateVerdict > verdicts[answer.name] ?? .unknown { worse.append(answer.name) }
                update(answer.as(state == .done && request.isUndo ? .undone : state))
            }
            try log.record(endings)
            if !worse.isEmpty {
                stop = "the diagnosis of \(request.gate ?? "it") became worse on \(worse.joined(separator: ", "))"
                return
            }
            if failures > request.maximumFailures {
                stop = "\(failures) host\(failures == 1 ? "" : "s") failed, and \(request.maximumFailures) may"
                return
            }
        }
    }

    /// What the host is to take as the word for its plan.
    private func words(_ plan: HostPlan) -> [String] {
        ["--yes"] + plan.confirmations.flatMap { ["--confirm", $0] } + (plan.sha256.isEmpty ? [] : ["--plan", plan.sha256])
    }

    private func update(_ host: FleetHost) {
        guard let index = hosts.firstIndex(where: { $0.name == host.name }) else { return hosts.append(host) }
        hosts[index] = host
    }

    private func settle(_ name: String, _ state: FleetHost.State, _ because: String) {
        guard let index = hosts.firstIndex(where: { $0.name == name }) else { return }
        (hosts[index].state, hosts[index].because) = (state, because)
    }

    // MARK: - The end

    private func end() throws -> Int32 {
        for name in unaccounted {
            hosts.append(
                FleetHost(
                    HostAnswer(host: name, state: .unknown, because: "what it did is not known here: jarvis-ops runs, on that host"),
                    schemas: []))
        }
        let isDone = hosts.allSatisfy { $0.state == .done || $0.state == .undone }
        let code = world.receivedSignal().map { 128 + $0 } ?? (isDone && stop == nil ? ExitCodes.success : ExitCodes.confirmed)
        let outcome = world.receivedSignal() != nil ? "interrupted" : isDone && stop == nil ? "done" : "stopped"
        let ending = RunEnding(outcome, exitCode: Int(code), because: stop)
        // What is stopped goes on later with those that are left.
        let head = try? log?.append([isDone ? .ended(ending) : .interrupted(ending)])
        let page = FleetAccount(command: request.command, run: run, hosts: hosts, stop: stop, program: options.program)
        try Output(options, world).print(json: page.json(head)) { page.text($0) }
        AuditLine.show(head, run: run, options, world)
        return code
    }

    private func print(_ plan: FleetPlan, _ asked: [FleetHost]) throws(OpsError) {
        try Output(options, world).print(json: .object(asked.document(request.command, run: nil))) { page in
            page.paint("fleet \(request.command)", .emphasis) + "  nothing is changed: this is a dry run\n\n" + plan.text(page)
        }
    }
}

extension FleetHost {
    /// Of a host that was told to change: done, not begun where it says that nothing was changed, else not known.
    var stateOfChange: State {
        guard state == .ok else {
            return state == .notBegun || state == .missing ? .notBegun : state == .unreachable ? .unreachable : .unknown
        }
        if exitCode == ExitCodes.success { return .done }
        return document?["schema"]?.text == "jarvis-ops/error/v1" || document?["outcome"]?.text == "refused" ? .notBegun : .unknown
    }

    func `as`(_ state: State) -> FleetHost {
        var host = self
        if host.because == nil, state == .unknown { host.because = document?["outcome"]?.text }
        host.state = state
        return host
    }

    enum GateVerdict: Int, Comparable {
        case clear, unknown, confirmed

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    /// Of the diagnosis that was asked beside it.
    var gateVerdict: GateVerdict {
        switch gate?["verdict"]?.text {
        case "clear": .clear
        case "confirmed": .confirmed
        default: .unknown
        }
    }
}

extension StepEnding {
    init(_ host: FleetHost) {
        let word = host.state == .done ? "done" : host.state == .notBegun ? "not-run" : "unknown"
        self.init("fleet/\(host.name)", word, because: host.because ?? host.document?["outcome"]?.text ?? "")
        evidence = [.object(host.evidence)]
        mayHaveChanged = host.state != .notBegun
    }
}
