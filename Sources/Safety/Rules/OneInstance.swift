internal import Planning
internal import Runbook

extension SafetyRule {
    /// The runbook's remedy of last resort cannot work where a container's name or its port on this machine is fixed; where it could, three
    /// processes would write one SQLite file.
    static let oneInstance = SafetyRule(
        id: "one-instance",
        sentence: "A service is not scaled up where a second container of it cannot run, or would share a database file.",
        source: """
            No runbook states it. `docker-compose up --scale` fails half way where the second container wants the first one's name or port, \
            and leaves what it made.
            """,
        reads: "the service's container name, its ports and its network, as the compose file fixes them",
        refuses: """
            more than one container of a service whose container name or port on this machine is fixed, or that uses the host's network; \
            elsewhere the step's name must be typed, for all of them would write one SQLite file
            """,
        concerns: { step, _ in step.possibleActions.contains { if case .compose(let argv) = $0 { scalesUp(argv) } else { false } } },
        words: [],
        judge: { judged in
            guard case .runbook(.compose(let argv)) = judged.change.operation, scalesUp(argv) else { return nil }
            if let why = judged.facts.service.oneInstance {
                return Objection(
                    "a second container cannot run: \(why)", hint: "Take away the load, or make the service able to run twice.")
            }
            return Objection("several processes would write the same SQLite file", demand: .wantsConfirmation)
        },
        accepted: RuleExample(
            "One container is brought up.",
            Examples.steps("api-unresponsive", [("api-unresponsive/x", .change, .recreate(service: "api", pinnedOff: []))]),
            Examples.facts { $0.capturable = [] }),
        refused: RuleExample(
            "Three containers of a service whose port is fixed.",
            Examples.steps(
                "api-unresponsive",
                [("api-unresponsive/x", .change, .runbook(.compose(argv: ["docker-compose", "up", "-d", "--scale", "jarvis-api=3"])))]),
            Examples.facts {
                $0.capturable = []
                $0.service.oneInstance = "port 8766 of this machine is fixed for it"
            }))
}

/// Whether compose is asked for more than one container of a service. A number that cannot be read may be any.
private func scalesUp(_ argv: [String]) -> Bool { ComposeLine(argv).scales.contains { ($0.count ?? 2) > 1 } }
