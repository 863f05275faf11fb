internal import MarkdownKit

/// Reads the blocks of a runbook in order and files each under the section and part that is open.
struct CatalogBuilder {
    var runbook = Runbook()
    /// The section being read. A second-level heading opens one that becomes an incident only when a part follows.
    private var incident: Incident?
    private var incidentHasPart = false
    private var part: PartName?
    private var steps: StepBuilder?
    private var isPostIncident = false
    private var ids: Set<String> = []

    mutating func read(_ block: MarkdownBlock) {
        noteFences(block)
        switch block.kind {
        case .heading(let level): heading(block, level: level)
        case .paragraph: if let label = label(block) { open(part: label, block) } else { content(block) }
        case .table where part == nil && !isPostIncident: TableReader.read(block, into: &runbook)
        default: content(block)
        }
    }

    mutating func finished() -> Runbook {
        closeIncident()
        addSuggestions()
        return runbook
    }

    // MARK: Headings and labels

    private mutating func heading(_ block: MarkdownBlock, level: Int) {
        let text = block.plainText.trimmedSpaces
        if level >= 3, incident != nil, let name = PartName(label: text) { return open(part: name, block) }
        let parsed = IncidentHeading(text)
        closeIncident()
        isPostIncident = false
        if level == 1 {
            if runbook.title == nil { runbook.title = text } else { section(parsed, block) }
        } else if text.lowercased().hasPrefix("post-incident") || text.lowercased().hasPrefix("post incident") {
            isPostIncident = true
        } else {
            section(parsed, block)
        }
    }

    private mutating func section(_ heading: IncidentHeading, _ block: MarkdownBlock) {
        let slug = IncidentHeading.slug(heading.title)
        let isNumbered = heading.number != nil || heading.severityWord != nil
        let short = slug.prefix { $0 != "-" }
        let id = isNumbered || short.isEmpty || ids.contains(String(short)) ? slug : String(short)
        incident = Incident(id: id.isEmpty ? "incident-\(block.span.line)" : id, title: heading.title, span: block.span)
        if id != slug { incident?.aliases = [slug] }
        incident?.number = heading.number
        incident?.severityWord = heading.severityWord
        incident?.severity = heading.severityWord.flatMap(Severity.init(word:))
        // A number or a severity says that this is an incident even when nothing follows.
        incidentHasPart = isNumbered
    }

    /// `**Symptoms:**` alone in a paragraph.
    private func label(_ block: MarkdownBlock) -> PartName? {
        guard incident != nil, let first = block.inlines.first, first.isStrong, block.inlines.allSatisfy({ $0.isStrong || $0.text.trimmedSpaces == ":" })
        else { return nil }
        return PartName(label: block.plainText)
    }

    private mutating func open(part name: PartName, _ block: MarkdownBlock) {
        closePart()
        part = name
        incidentHasPart = true
        if name != .symptoms, name != .rules { steps = StepBuilder(idPrefix: "\(incident?.id ?? "")/\(name.rawValue)") }
    }

    // MARK: Content

    private mutating func content(_ block: MarkdownBlock) {
        incident?.span.endLine = block.span.endLine
        if isPostIncident { return postIncident(block) }
        guard incident != nil else { return }
        switch (part, block.kind) {
        case (.symptoms, .list): symptoms(block)
        case (.rules, .list): rules(block)
        case (.diagnosis, .list(let start)), (.resolution, .list(let start)), (.recovery, .list(let start)), (.rollback, .list(let start)):
            steps?.add(list: block, start: start)
        case (.diagnosis, .code), (.resolution, .code), (.recovery, .code), (.rollback, .code): steps?.add(fence: block)
        default:
            let text = block.plainText.trimmedSpaces
            if !text.isEmpty { incident?.context.append(text) } else if case .code(_, let code, _, _) = block.kind { incident?.context.append(code) }
        }
    }

    private mutating func symptoms(_ list: MarkdownBlock) {
        for item in list.children {
            let inlines = item.children.filter { $0.kind == .paragraph }.flatMap(\.inlines)
            let text = inlines.map(\.text).joined().trimmedSpaces
            guard let incident, !text.isEmpty else { continue }
            self.incident?.symptoms.append(
                Symptom(
                    id: "\(incident.id)/symptom.\(incident.symptoms.count + 1)", text: text,
                    check: SymptomReader.check(text, code: inlines.filter { $0.kind == .code }.map(\.text)), span: item.span))
        }
    }

    private mutating func rules(_ list: MarkdownBlock) {
        for item in list.children {
            guard let incident, let text = item.children.first?.plainText.trimmedSpaces, !text.isEmpty else { continue }
            self.incident?.safetyRules.append(
                SafetyRuleText(id: "\(incident.id)/rule.\(incident.safetyRules.count + 1)", text: text, span: item.span))
        }
    }

    private mutating func postIncident(_ block: MarkdownBlock) {
        guard case .list = block.kind else { return }
        for item in block.children {
            guard let text = item.children.first?.plainText.trimmedSpaces, !text.isEmpty else { continue }
            runbook.postIncident.append(PostIncidentItem(text: text, span: item.span))
        }
    }

    // MARK: Closing

    private mutating func closePart() {
        if let steps, let part {
            runbook.findings += steps.findings
            switch part {
            case .diagnosis: incident?.diagnosis += steps.steps()
            case .resolution, .recovery: incident?.resolution += steps.steps()
            case .rollback: incident?.rollback += steps.steps()
            case .symptoms, .rules: break
            }
        }
        steps = nil
        part = nil
    }

    private mutating func closeIncident() {
        closePart()
        if let incident, incidentHasPart {
            runbook.incidents.append(incident)
            ids.insert(incident.id)
        }
        incident = nil
        incidentHasPart = false
    }

    /// Suggestions need names that may stand further down, so they are made at the end.
    private mutating func addSuggestions() {
        let context = RunbookContext(runbook.incidents.flatMap(\.steps))
        for index in runbook.incidents.indices {
            for part in [\Incident.diagnosis, \.resolution, \.rollback] {
                for step in runbook.incidents[index][keyPath: part].indices {
                    let current = runbook.incidents[index][keyPath: part][step]
                    guard current.action == .manual else { continue }
                    if let action = current.attributes.action {
                        // An annotation is the author's own word: the step is that action, and not a person's with an offer beside it.
                        runbook.incidents[index][keyPath: part][step].action = .named(action)
                        runbook.incidents[index][keyPath: part][step].effect = action.effect
                        runbook.incidents[index][keyPath: part][step].target = context.target(of: action)
                    } else {
                        runbook.incidents[index][keyPath: part][step].suggestion = Prose.suggestion(current.text, in: context)
                    }
                }
            }
        }
    }

    /// Remembers every code block, also inside lists and quotes. Depth is bounded by the parser.
    private mutating func noteFences(_ block: MarkdownBlock) {
        if case .code(let info, _, let isFenced, let isClosed) = block.kind, isFenced {
            runbook.fences.append(Fence(language: FenceInfo(info).language, isClosed: isClosed, span: block.span))
        }
        for child in block.children { noteFences(child) }
    }
}
