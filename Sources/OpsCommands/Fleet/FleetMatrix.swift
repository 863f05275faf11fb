internal import Fleet
internal import JSONKit
internal import Journal
internal import TerminalKit

/// The hosts' answers side by side: outliers first, many alike in one line, then what differs between the sick and the well.
struct FleetMatrix {
    struct Cell: Hashable {
        let text: String
        var style: Style?

        init(_ text: String, _ style: Style? = nil) { (self.text, self.style) = (text, style) }
    }

    let command: String
    let hosts: [FleetHost]
    let columns: [String]
    let cells: (FleetHost) -> [Cell]

    func json(_ run: String, _ head: JournalHead?) -> JSONValue {
        .object(
            hosts.document(command, run: run).adding([
                "differences": .array(differences.map(\.json)), "mesh": FleetMeshView(hosts).json, "audit": AuditLine.json(head),
            ]))
    }

    /// Of those who answered; a host's own name and node key differ everywhere.
    private var differences: [FleetDifference] {
        FleetDifference.all(
            hosts.compactMap { host in
                host.facts.map { facts in
                    let isSick: Bool? =
                        switch host.exitCode {
                        case ExitCodes.success: false
                        case ExitCodes.confirmed: true
                        default: nil
                        }
                    return FleetDifference.Host(
                        name: host.name, isSick: isSick, settings: facts.settings.filter { $0.name != "mesh.node" })
                }
            })
    }

    /// - Parameter isWhole: every host has a line of its own.
    func text(_ page: Page, isWhole: Bool) -> String {
        var text = page.paint("fleet \(command)", .emphasis) + "  \(hosts.count) host\(hosts.count == 1 ? "" : "s")\n\n"
        var table = TextTable([.init("HOST")] + columns.map { .init($0) })
        for group in groups(isWhole) { table.add([.init(group.title, .emphasis)] + group.cells.map { .init($0.text, $0.style) }) }
        text += page.render(table)
        text += self.differences(page)
        if command.hasPrefix("mesh") || command.hasSuffix(" mesh") { text += mesh(page) }
        return text
    }

    /// Those that are alike, the fewest first: what is rare is what is looked for.
    private func groups(_ isWhole: Bool) -> [(title: String, cells: [Cell])] {
        let groups = hosts.grouped(by: row).map { (cells: $0.key, hosts: $0.members) }
        let sorted = groups.enumerated().sorted { a, b in
            (a.element.hosts.allSatisfy(\.isWell) ? 1 : 0, a.element.hosts.count, a.offset)
                < (b.element.hosts.allSatisfy(\.isWell) ? 1 : 0, b.element.hosts.count, b.offset)
        }
        return sorted.flatMap { _, group -> [(title: String, cells: [Cell])] in
            guard !isWhole, group.hosts.count > 3, let first = group.hosts.first, let last = group.hosts.last else {
                return group.hosts.map { ($0.name, group.cells) }
            }
            return [("\(first.name) … \(last.name) (\(group.hosts.count))", group.cells)]
        }
    }

    private func row(_ host: FleetHost) -> [Cell] {
        guard let trouble = host.trouble else { return cells(host) }
        let words = trouble.split(separator: ":", maxSplits: 1).map { String($0.drop(while: \.isWhitespace)) }
        return [Cell(words.first ?? "", .warning)] + columns.dropFirst(2).map { _ in Cell("–", .dim) } + words.dropFirst().map { Cell($0) }
    }

    private func differences(_ page: Page) -> String {
        let all = differences
        guard !all.isEmpty else { return "" }
        var text = "\n" + page.paint("What differs", .emphasis) + "\n"
        for difference in all.prefix(12) {
            let explains = difference.explains ? "  " + page.paint("parts the sick from the well", .bad) : ""
            text += "  \(Sanitizer.line(difference.setting))\(explains)\n"
            for (value, hosts) in difference.values.prefix(5) {
                text += "    \(Sanitizer.line(value))  \(HostNames.text(hosts, most: 4))\n"
            }
            if difference.values.count > 5 { text += "    and \(difference.values.count - 5) more\n" }
        }
        if all.count > 12 { text += "  and \(all.count - 12) more: -o json has them\n" }
        return text
    }

    private func mesh(_ page: Page) -> String {
        let view = FleetMeshView(hosts)
        var text = "\n" + page.paint("The mesh as a whole", .emphasis) + "\n"
        text += "  \(view.waiting) events wait" + (view.oldest.map { ", the oldest since \(Sanitizer.line($0))" } ?? "") + "\n"
        for (id, hosts) in view.shared.prefix(5) {
            text += "  \(page.paint("!", .warning)) \(Sanitizer.line(id)) waits on \(HostNames.text(hosts, most: 4))\n"
        }
        if view.shared.count > 5 { text += "  and \(view.shared.count - 5) more wait on several hosts\n" }
        for difference in view.differences {
            text += "  \(page.paint("!", .warning)) \(Sanitizer.line(difference.setting)) is not the same everywhere\n"
        }
        for (host, messages) in view.lagging {
            text += "  \(page.paint("!", .warning)) \(Sanitizer.line(host)): \(messages) messages not taken\n"
        }
        return text
    }
}

extension FleetHost {
    fileprivate var isWell: Bool { isAnswered && exitCode == ExitCodes.success }
}
