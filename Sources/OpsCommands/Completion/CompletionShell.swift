internal import CommandLineKit

/// A shell that can complete command lines. Its script asks the program itself (`completion SHELL -- WORDS`), which prints a line for
/// each word that fits, with a space and what it means, and `@file` or `@directory` where such a name is wanted.
enum CompletionShell: String, ExpressibleByArgument, CaseIterable, Sendable {
    case bash, zsh, fish

    var script: String {
        switch self {
        case .bash:
            """
            _jarvis_ops() {
                local line word=${COMP_WORDS[COMP_CWORD]}
                [[ $word == = ]] && word=
                COMPREPLY=()
                while IFS= read -r line; do
                    case $line in
                        @file) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word") ;;
                        @directory) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$word") ;;
                        ?*) COMPREPLY+=("${line%% *}") ;;
                    esac
                done < <("${COMP_WORDS[0]}" completion bash -- "${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
            }
            complete -F _jarvis_ops jarvis-ops

            """
        case .zsh:
            """
            #compdef jarvis-ops
            _jarvis_ops() {
                local line
                local -a offers
                for line in "${(@f)$("${words[1]}" completion zsh -- "${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
                    case $line in
                        @file) _files ;;
                        @directory) _files -/ ;;
                        ?*) offers+=("${${line%% *}//:/\\:}:${line#* }") ;;
                    esac
                done
                (( $#offers )) && _describe -V 'jarvis-ops' offers
            }
            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _jarvis_ops "$@"; else compdef _jarvis_ops jarvis-ops; fi

            """
        case .fish:
            """
            function __jarvis_ops_offers
                set -l words (commandline -opc) (commandline -ct)
                for line in (command $words[1] completion fish -- $words 2>/dev/null)
                    switch $line
                        case @file
                            __fish_complete_path (commandline -ct)
                        case @directory
                            __fish_complete_directories (commandline -ct)
                        case '*'
                            string replace ' ' \\t -- $line
                    end
                end
            end
            complete -c jarvis-ops -f -a '(__jarvis_ops_offers)'

            """
        }
    }
}
