internal import MarkdownKit

/// Reads the blocks of a runbook in order and files each under the section and part that is open.
struct CatalogBuilder {
    var runbook = Runbook()
    /// The section being read. A second-level heading opens one that becomes an incident only when a part follows.
    private var incident: Incident?
    private var incidentHasPart = false
    private var incidentLevel = 1
    private var part: PartName?
    private var steps: StepBuilder?
    private var isPostIncident = false
    private var ids: Set<String> = []

    mutating func read(_ block: MarkdownBlock) {
        noteFences(block)
        switch block.kind {
        case .heading(let level): heading(block, level: level)
        case .paragraph:
            if let (part, rest) = label(block) {
                open(part: part)
                if !rest.isEmpty { incident?.context.append(rest) }
            } else {
                content(block)
            }
        case .table where part == nil && !isPostIncident: if !TableReader.read(block, into: &runbook) { content(block) }
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
        if level >= 3, incident != nil, let name = PartName(label: text) { return open(part: name) }
        let parsed = IncidentHeading(text)
        // A heading inside an incident that names neither a part nor an incident: its text belongs to the incident, and to no part.
        if incident != nil, incidentHasPart, level > incidentLevel, parsed.number == nil, parsed.severityWord == nil {
            closePart()
            return content(block)
        }
        closeIncident()
        isPostIncident = false
        if level == 1 {
            if runbook.title == nil { runbook.title = text } else { section(parsed, block) }
        } else if ["post-incident", "post incident"].contains(where: text.lowercased().hasPrefix) {
            isPostIncident = true
        } else {
            section(parsed, block)
        }
        incidentLevel = level
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

    /// `**Symptoms:**` at the beginning of a paragraph, with what follows it there. A label that is followed needs its colon:
    /// "**Fix** it soon" is a sentence.
    private func label(_ block: MarkdownBlock) -> (PartName, rest: String)? {
        guard incident != nil, let first = block.inlines.first, first.isStrong else { return nil }
        let strong = block.inlines.prefix { $0.isStrong }.reduce(into: "") { $0 += $1.text }
        guard let name = PartName(label: strong) else { return nil }
        var rest = block.inlines.drop { $0.isStrong }.reduce(into: "") { $0 += $1.text }.trimmedSpaces
        let hasColon = strong.trimmedSpaces.hasSuffix(":") || rest.hasPrefix(":")
        if rest.hasPrefix(":") { rest = rest.dropFirst().trimmedSpaces }
        return rest.isEmpty || hasColon ? (name, rest) : nil
    }

    private mutating func open(part name: PartName) {
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
            let text = block.deepText
            if !text.isEmpty { incident?.context.append(text) }
        }
    }

    /// One symptom per item, also of a list inside an item.
    private mutating func symptoms(_ list: MarkdownBlock) {
        guard let id = incident?.id else { return }
        for item in list.children {
            let inlines = item.children.filter { $0.kind == .paragraph }.flatMap(\.inlines)
            let text = inlines.reduce(into: "") { $0 += $1.text }.trimmedSpaces
            if !text.isEmpty {
                let symptom = Symptom(
                    id: "\(id)/symptom.\((incident?.symptoms.count ?? 0) + 1)", text: text,
                    check: SymptomReader.check(text, code: inlines.filter { $0.kind == .code }.map(\.text)), span: item.span)
                incident?.symptoms.append(symptom)
            }
            // As deep as the parser goes, which is bounded.
            for nested in item.children { if case .list = nested.kind { symptoms(nested) } }
        }
    }

    private mutating func rules(_ list: MarkdownBlock) {
        guard let id = incident?.id else { return }
        for item in list.children {
            let text = item.deepText
            if text.isEmpty { continue }
            let rule = SafetyRuleText(id: "\(id)/rule.\((incident?.safetyRules.count ?? 0) + 1)", text: text, span: item.span)
            incident?.safetyRules.append(rule)
        }
    }

    private mutating func postIncident(_ block: MarkdownBlock) {
        guard case .list = block.kind else { return }
        for item in block.children {
            let text = item.deepText
            if text.isEmpty { continue }
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
        let context = RunbookContext(runbook.incidents)
        for index in runbook.incidents.indices {
            StepBuilder.addSuggestions(to: &runbook.incidents[index].diagnosis, context)
            StepBuilder.addSuggestions(to: &runbook.incidents[index].resolution, context)
            StepBuilder.addSuggestions(to: &runbook.incidents[index].rollback, context)
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
