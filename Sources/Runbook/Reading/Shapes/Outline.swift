internal import MarkdownKit

/// What each heading of a file is, told from all of them together: levels say nothing by themselves.
///
/// An incident is a heading with parts of its own: headings right below it, or labels in its text. Where the parts stand below the
/// file's title, or below nothing, the file is one incident. One that names a severity or an alert may have its orders right below it.
struct Outline {
    enum Role: Equatable {
        case title
        case incident
        case part(PartName)
        /// Names what is done below it, inside a part.
        case step
        /// Known to be no step, or not known: what stands below is kept and not run.
        case aside
        /// Belongs to no incident.
        case outside
    }

    struct Place: Equatable {
        var role = Role.outside
        /// The incident that it belongs to, by the place of its heading among the blocks; -1 for the file itself.
        var incident: Int?
        /// Whether what is to be done stands right below it, in no part.
        var isPart = false
        /// Titles above it, outermost first, that tell it from another of the same title.
        var above: [String] = []
    }

    /// By the place of the heading among the blocks.
    private(set) var places: [Int: Place] = [:]
    /// Whether parts stand below no heading at all.
    private(set) var isFileIncident = false
    /// Whether its orders stand in no part.
    private(set) var isFilePart = false
    private var nodes: [Node]
    private var hasTitle = false

    private struct Node {
        var index: Int
        var level: Int
        var heading: HeadingText
        var entry: PartEntry?
        var labels: [PartEntry] = []
        var children: [Int] = []
        var isStep = false
        /// The lists and code blocks right below it.
        var content: [MarkdownBlock] = []
    }

    /// - Parameter isAboutIncidents: the file's head says so.
    init(_ blocks: [MarkdownBlock], isAboutIncidents: Bool) {
        nodes = [Node(index: -1, level: 0, heading: HeadingText(""))]
        var open = [0]
        var titles = 0
        for (index, block) in blocks.enumerated() {
            guard case .heading(let level) = block.kind else {
                guard let last = open.last else { continue }
                nodes[last].labels += PartLabel.entries(block)
                if Orders.canHold(block) { nodes[last].content.append(block) }
                continue
            }
            while let last = open.last, last != 0, nodes[last].level >= level { open.removeLast() }
            let text = block.plainText
            if level == 1 { titles += 1 }
            // "An API was called from an unusual place." is a sentence in large letters.
            if text.trimmedSpaces.hasSuffix("."), text.split(separator: " ").count > 4, PartNames.entry(text) == nil {
                places[index] = Place(role: .aside)
                continue
            }
            var node = Node(index: index, level: level, heading: HeadingText(text), entry: PartLabel.entry(heading: block))
            node.isStep = node.entry == nil && StepHeading.isOne(block, node.heading)
            nodes.append(node)
            if let last = open.last { nodes[last].children.append(nodes.count - 1) }
            open.append(nodes.count - 1)
        }
        // The title of a file may be called as a part is: "# Recovery".
        if titles == 1, let title = nodes.firstIndex(where: { $0.level == 1 }) { nodes[title].entry = nil }
        // A page about an alert says what to do under headings that are orders: "Rotate the token".
        if isAboutIncidents {
            let tops = nodes.indices.filter { nodes[$0].level == (titles == 1 ? 2 : nodes.dropFirst().map(\.level).min() ?? 1) }
            for node in tops
            where nodes[node].entry == nil && !nodes[node].heading.title.isEmpty && StepHeading.isOrder(nodes[node].heading) {
                nodes[node].entry = PartEntry(part: .resolution, isWeak: true)
            }
        }
        isFilePart = isAboutIncidents && nodes[0].children.isEmpty && isBare(0) && Orders.areBelow(nodes[0].content, isHinted: true)
        isFileIncident = isFilePart || isIncident(0, isAboutIncidents)
        for child in nodes[0].children {
            visit(child, isFileIncident ? -1 : nil, isAboutIncidents: isAboutIncidents, above: [])
        }
    }

    // MARK: Incidents

    private func parts(_ node: Int) -> [PartEntry] {
        nodes[node].labels + nodes[node].children.compactMap { isGroup($0) ? nil : nodes[$0].entry }
    }

    /// Whether a section has parts that make it an incident.
    private func isIncident(_ node: Int, _ isHinted: Bool) -> Bool {
        let parts = parts(node)
        let working = parts.filter { $0.part.hasSteps || $0.part == .symptoms || $0.part == .rules }
        guard !working.isEmpty else { return false }
        let heading = nodes[node].heading
        if isForm(heading) { return false }
        return isHinted || heading.number != nil || heading.severityWord != nil
            || nodes[node].level > 1 && Set(working.map(\.part)).count > 1
            || working.contains { !$0.isWeak } || parts.contains { $0.part == .aside && !$0.isWeak }
    }

    /// A severity or an alert in its title, no part of its own, and orders right below it.
    private func isAlert(_ node: Int, _ isHinted: Bool) -> Bool {
        let heading = nodes[node].heading
        let isHinted = isHinted || Orders.isAlert(heading.title)
        guard isHinted || heading.severityWord != nil, !heading.title.isEmpty, !SeverityWord.isOne(heading.title), !isForm(heading)
        else { return false }
        return isBare(node) && Orders.areBelow(nodes[node].content, isHinted: isHinted)
    }

    private func isBare(_ node: Int) -> Bool {
        nodes[node].labels.allSatisfy { $0.part == .aside } && nodes[node].children.allSatisfy { nodes[$0].entry?.part.hasSteps != true }
    }

    /// "Communication template": to be filled in.
    private func isForm(_ heading: HeadingText) -> Bool {
        let words = heading.title.lowercased().split { !$0.isLetter }
        return [words.first, words.last].contains { ["template", "templates", "example", "examples", "sample"].contains($0) }
    }

    /// A heading that is called as a part, and holds incidents: "Troubleshooting", "Common symptoms".
    private func isGroup(_ node: Int) -> Bool {
        nodes[node].entry != nil && nodes[node].children.contains { nodes[$0].entry == nil && isScenario($0) }
    }

    /// Whether a section below another tells its trouble and what to do: a scenario of its own.
    private func isScenario(_ node: Int) -> Bool {
        if isForm(nodes[node].heading) { return false }
        let parts = Set(parts(node).map(\.part))
        let hasDeed = !parts.isDisjoint(with: [.resolution, .recovery, .rollback])
        return hasDeed && !parts.isDisjoint(with: [.symptoms, .diagnosis])
    }

    // MARK: Roles

    /// Depth is bounded by the six levels of headings.
    ///
    /// - Parameter isBelowTitle: the incident that is open stands below the file's title, and is not the whole file.
    private mutating func visit(_ node: Int, _ incident: Int?, isAboutIncidents: Bool, above: [String], isBelowTitle: Bool = false) {
        var (incident, isBelowTitle) = (incident, isBelowTitle)
        let own = nodes[node]
        let isHinted = isAboutIncidents && own.level == 1 || above.last.map(Outline.isList) ?? false
        let role: Role
        let isOwn = incident == nil ? isIncident(node, isHinted) : isScenario(node) || own.heading.isRated && isIncident(node, false)
        let isAlert = own.entry == nil && !isOwn && isAlert(node, isAboutIncidents && own.level == 1)
        if own.entry == nil, isOwn || isAlert {
            role = .incident
            (incident, isBelowTitle) = (own.index, own.level > 1)
        } else if let entry = own.entry, !isGroup(node) {
            let isLate = entry.part == .post && isBelowTitle && incident != nil
            if entry.part != .post, incident == nil {
                role = .outside
            } else {
                role = entry.part == .aside || isLate ? .aside : .part(entry.part)
            }
        } else if incident == nil {
            role = own.level == 1 && !hasTitle ? .title : .outside
            if role == .title { hasTitle = true }
        } else {
            role = own.isStep ? .step : .aside
        }
        places[own.index] = Place(role: role, incident: incident, isPart: isAlert, above: above)
        for child in own.children {
            visit(
                child, incident, isAboutIncidents: isAboutIncidents, above: above + [own.heading.title], isBelowTitle: isBelowTitle)
        }
    }

    /// "Common Issues", "Incidents", "Failure scenarios": what stands below is one trouble each.
    private static func isList(_ title: String) -> Bool {
        let words = title.lowercased().split { !$0.isLetter }
        return words.contains {
            ["incidents", "issues", "problems", "alerts", "scenarios", "failures", "troubleshooting", "errors", "outages"].contains($0)
        }
    }
}
