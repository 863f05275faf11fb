internal import MarkdownKit

extension StepBuilder {
    /// Drafts → steps with ids. An item of several actions gets a letter each; one without any is a person's.
    func steps() -> [Step] {
        var result: [Step] = []
        for draft in drafts where !draft.isLeftOut {
            if draft.actions.isEmpty {
                var step = Step(
                    id: "\(idPrefix).\(draft.number)", number: draft.number, title: draft.title, text: draft.text, action: .manual,
                    effect: .none,
                    target: nil, condition: draft.condition.condition, span: draft.span)
                step.followsFailure = draft.condition.followsFailure
                step.attributes = draft.attributes
                result.append(step)
                continue
            }
            for (index, action) in draft.actions.enumerated() {
                let letter = draft.actions.count > 1 ? StepBuilder.letter(index) : ""
                var step = Step(
                    id: "\(idPrefix).\(draft.number)\(letter)", number: draft.number, title: action.title ?? draft.title, text: draft.text,
                    action: action.classified.action, effect: action.classified.effect, target: action.classified.target,
                    condition: draft.condition.condition,
                    span: draft.actions.count > 1 || action.text != nil ? action.span : draft.span)
                step.followsFailure = draft.condition.followsFailure
                step.notes = action.classified.notes
                step.attributes = action.attributes
                step.command = action.command
                step.line = action.line
                step.context = action.context
                step.needs = action.needs
                step.expectedOutput = action.expectedOutput
                result.append(step)
            }
        }
        return result
    }

    /// What was read as no step, each beside the step that it concerns: that of its item, else the one before it, else the one behind.
    func contextNotes(_ steps: [Step]) -> [ContextNote] {
        notes.map { pending in
            var note = pending.note
            let number = pending.draft < drafts.count ? drafts[pending.draft].number : Int.max
            let beside = steps.first { $0.number == number } ?? steps.last { $0.number < number } ?? steps.first
            note.concerns = beside?.id
            return note
        }
    }

    /// Gives the prose steps the actions they stand for.
    static func addSuggestions(to steps: inout [Step], _ context: RunbookContext) {
        for index in steps.indices where steps[index].action == .manual && steps[index].command == nil {
            if let action = steps[index].attributes.action {
                // An annotation is the author's own word: the step is that action, and not a person's with an offer beside it.
                steps[index].action = .named(action)
                steps[index].effect = action.effect
                steps[index].target = context.target(of: action)
            } else {
                steps[index].suggestion = Prose.suggestion(Passage(steps[index].text).allowed, in: context)
            }
        }
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
