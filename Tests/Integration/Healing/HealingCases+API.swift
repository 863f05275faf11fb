@testable import OpsCommands

extension HealingTests {
    /// A restart heals these: the second start is a healthy one.
    static let apiCases = [Scenario.apiDown, .apiErrors, .apiHang].map { scenario in
        HealingCase(
            name: scenario.rawValue, settings: PracticeSettings(scenario: scenario, healAfterStarts: 1),
            command: ["resolve", "api-unresponsive"], approvals: ["--yes"],
            declining: [.see("Make these changes? [y/N]"), .type(scenario == .apiHang ? "\n" : "n\n")],
            moment: .journal("api-unresponsive/resolution.1 intended"), again: ["--confirm", "api-unresponsive/resolution.1"], starts: 2)
    }

    static let serviceCases = [slow, providersFailing, rateLimited, leaking]

    private static let slow = HealingCase(
        name: "slow", settings: PracticeSettings(scenario: .slow), command: ["resolve", "high-latency"],
        approvals: ["--yes", "--confirm", "high-latency/resolution.2"],
        declining: [
            .see("[y/N]"), .type("\n"), .see("A pattern, or FLUSHDB"), .type("FLUSHDB\n"),
            .see("Type high-latency/resolution.2"), .type("high-latency\n"),
        ], moment: .replacing(in: "lifeos/config"), again: ["--confirm", "high-latency/resolution.1.switch"])

    private static let providersFailing = HealingCase(
        name: "providers-failing", settings: PracticeSettings(scenario: .providersFailing, faultSize: 2),
        command: ["resolve", "provider-failures"], approvals: ["--yes"], declining: [.see("[y/N]"), .type("n\n")],
        moment: .replacing(in: "lifeos/config"), again: ["--confirm", "provider-failures/resolution.2"])

    /// A wait needs no approval, and nobody else's provider is free: there is a person's step to be left undone, and nothing to decline.
    private static let rateLimited = HealingCase(
        name: "rate-limited", settings: PracticeSettings(scenario: .rateLimited, rateLimitLifetime: 900),
        command: ["resolve", "provider-failures"], approvals: [], declining: [.see("is yours"), .type("n\n")],
        declinedOptions: ["--skip", "provider-failures/resolution.1"], declinedCode: 1, moment: .diagnosed,
        before: { drill in try drill.expireRateLimits(seconds: 8) })

    private static let leaking = HealingCase(
        name: "leaking", settings: PracticeSettings(scenario: .leaking, healAfterStarts: 1), command: ["resolve", "memory-leak"],
        approvals: ["--yes"],
        declining: [.see("[y/N]"), .type("n\n"), .see("[y/N]"), .type("no\n"), .see("is yours"), .type("n\n")],
        moment: .journal("memory-leak/resolution.2 intended"), again: ["--confirm", "memory-leak/resolution.2"], starts: 2)
}
