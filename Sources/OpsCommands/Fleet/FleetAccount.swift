internal import JSONKit
internal import Journal
internal import TerminalKit

/// The clear account at the end of a change: done, undone, not begun, unknown.
struct FleetAccount {
    let command: String
    let run: String
    let hosts: [FleetHost]
    let stop: String?
    let program: String

    func json(_ head: JournalHead?) -> JSONValue {
        .object(hosts.document(command, run: run).adding(["stopped_because": stop.json, "audit": AuditLine.json(head)]))
    }

    func text(_ page: Page) -> String {
        var table = TextTable([.init("HOST"), .init("STATE"), .init("RUN THERE"), .init("NOW"), .init("BECAUSE")])
        for host in hosts {
            table.add([
                .init(host.name, .emphasis), .init(host.state.words, host.state.style), .init(host.document?["run"]?.text ?? "–"),
                .init(host.gate?["verdict"]?.text ?? "–"), .init(host.because ?? ""),
            ])
        }
        var text = page.paint("fleet \(command)", .emphasis) + "\n\n" + page.render(table) + "\n"
        let states: [FleetHost.State] = [.done, .undone, .notBegun, .unknown, .unreachable]
        let counts = states.compactMap { state -> String? in
            let count = hosts.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.words)"
        }
        text += counts.joined(separator: ", ") + "\n"
        if let stop { text += page.paint("Stopped: ", .warning) + Sanitizer.line(stop) + "\n" }
        if hosts.contains(where: { $0.state != .done && $0.state != .undone }) {
            text += "To go on with those that are left:  \(program) runs resume \(run)\n"
        }
        if hosts.contains(where: { $0.state == .done }) {
            text += "To take it back, the last batch first:  \(program) runs resume \(run) --undo\n"
        }
        return text
    }
}

extension FleetHost.State {
    var words: String { self == .notBegun ? "not begun" : self == .timedOut ? "timed out" : rawValue }

    var style: Style {
        switch self {
        case .done, .ok, .undone: .good
        case .notBegun: .dim
        default: .warning
        }
    }
}
