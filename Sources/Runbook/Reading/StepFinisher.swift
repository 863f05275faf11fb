internal import MarkdownKit

extension StepBuilder {
    /// Drafts → steps with ids. An item of several actions gets a letter each; one without any is a person's.
    func steps() -> [Step] {
        var result: [Step] = []
        for draft in drafts {
            let condition = Prose.condition(draft.text)
            if draft.actions.isEmpty {
                var step = Step(
                    id: "\(idPrefix).\(draft.number)", number: draft.number, title: draft.title, text: draft.text, action: .manual, effect: .none,
                    target: nil, condition: condition, span: draft.span)
                step.attributes = draft.attributes
                result.append(step)
                continue
            }
            for (index, action) in draft.actions.enumerated() {
                let letter = draft.actions.count > 1 ? StepBuilder.letter(index) : ""
                var step = Step(
                    id: "\(idPrefix).\(draft.number)\(letter)", number: draft.number, title: action.title ?? draft.title, text: draft.text,
                    action: action.classified.action, effect: action.classified.effect, target: action.classified.target, condition: condition,
                    span: draft.actions.count > 1 || action.text != nil ? action.span : draft.span)
                step.notes = action.classified.notes
                step.attributes = action.attributes
                step.command = action.command
                result.append(step)
            }
        }
        return result
    }

    /// 0 → `a`, 25 → `z`, 26 → `aa`.
    static func letter(_ index: Int) -> String {
        var rest = index
        var result = ""
        repeat {
            result = String(UnicodeScalar(UInt8(97 + rest % 26))) + result
            rest = rest / 26 - 1
        } while rest >= 0
        return result
    }
}
