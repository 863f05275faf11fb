internal import JSONKit
internal import Runbook
internal import TerminalKit

/// What a host would do, by its own policy and its own facts: the answer to a dry run.
struct HostPlan {
    let host: String
    /// An approval is for this and nothing else.
    let sha256: String
    /// One line each, for people.
    let steps: [String]
    /// The names that it wants typed.
    let confirmations: [String]
    /// Why the host refuses it; nil where it does not.
    let refusal: String?

    /// nil where the host gave no plan: why is in `FleetHost.trouble`.
    init?(_ answer: FleetHost) {
        guard answer.isAnswered, let document = answer.document else { return nil }
        host = answer.name
        let isRetry = document["schema"]?.text == "jarvis-ops/mesh-retry/v1"
        let steps = document["steps"]?.array ?? []
        let hash = document["plan_sha256"]?.text ?? ""
        let isHash = hash.utf8.count == 64 && hash.allSatisfy(\.isHexDigit)
        // A word for no plan in particular is a word for any.
        guard isHash || isRetry && hash.isEmpty else { return nil }
        sha256 = hash
        if isRetry {
            let events = document["events"]?.array ?? []
            let counts = Dictionary(grouping: events) { $0["disposition"]?.text ?? "unknown" }.mapValues(\.count)
            self.steps = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) event\($0.value == 1 ? "" : "s")" }
        } else {
            self.steps = steps.filter { $0["effect"]?.text != "read" }.map { step in
                let isNothing = step["before"]?.text != nil && step["before"] == step["after"]
                return (step["title"]?.text ?? "a step without a title") + (isNothing ? " (already so)" : "")
            }
        }
        confirmations = steps.prefix(1000).compactMap { $0["confirm"]?.text }.filter(HostPlan.isName).grouped(by: \.self).map(\.key)
        let refused = steps.first { $0["verdict"]?.text == "refused" }?["because"]?.text
        let rules = document["decision"]?["allowed"]?.bool == false ? document["decision"]?["rules"]?.array ?? [] : []
        let rule = rules.lazy.compactMap { $0["because"]?.text }.first
        refusal = refused ?? rule ?? (answer.exitCode == ExitCodes.refused ? "it refuses" : nil)
    }
}

extension HostPlan {
    /// What a person may be asked to type: an id of this program's own making, whatever a host says.
    private static func isName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/.:_-".utf8.contains(byte)
            }
    }
}

/// The hosts' plans together: who would do what, who refuses, who cannot be asked.
struct FleetPlan {
    let plans: [HostPlan]
    /// Hosts without a plan, and why.
    let silent: [(host: String, because: String)]

    init(_ hosts: [FleetHost]) {
        plans = hosts.compactMap { HostPlan($0) }
        let known = Set(plans.map(\.host))
        silent = hosts.filter { !known.contains($0.name) }.map { ($0.name, $0.trouble ?? "it gave no plan") }
    }

    /// Those that would do it.
    var willing: [HostPlan] { plans.filter { $0.refusal == nil } }

    /// Everybody who stands in the way, with why.
    var obstacles: [(host: String, because: String)] { silent + plans.compactMap { plan in plan.refusal.map { (plan.host, $0) } } }

    var confirmations: [String] { willing.flatMap(\.confirmations).grouped(by: \.self).map(\.key) }

    func text(_ page: Page) -> String {
        var text = ""
        for group in willing.grouped(by: \.steps) {
            text += page.paint(HostNames.text(group.members.map(\.host), most: 6), .emphasis) + "\n"
            text += group.key.isEmpty ? "  nothing to do\n" : ""
            for (number, step) in group.key.enumerated() { text += "  \(number + 1). \(Sanitizer.line(step))\n" }
        }
        for (host, because) in obstacles {
            text += page.paint("!", .warning) + " \(Sanitizer.line(host)): \(Sanitizer.line(because))\n"
        }
        return text
    }
}
