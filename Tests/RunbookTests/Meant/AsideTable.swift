extension WrittenPart {
    /// A block that no step may be made of.
    private static let block = "```bash\nrm x\n```"

    /// What quotes, comments and other steps forbid.
    static let asides: [WrittenPart] =
        [
            "> [!WARNING]\n> Never run the following.", "> Do not run the commands below.",
            "> [!CAUTION]\n> Do not run this in production.",
            "> [!CAUTION] Do not run this in production.", "> **Deprecated.** Kept for reference.", "<!-- do not run -->",
            ":::warning\n\nNever run the following.\n\n:::", "Never run this:\n\n> It deletes everything.",
        ].map { WrittenPart($0 + "\n\n" + block) }
        + [
            "Do not perform any of the following steps.", "Do not use these any more.", "Never run the following.",
            "_This section is out of date. Do not use._", "> Never run the following.",
            "<!-- do not run -->", "Never do this:\n\n> It deletes everything.",
        ].map { WrittenPart($0 + "\n\n1. Remove it: `rm x`\n2. `rm y`") }
        + [
            WrittenPart(block + "\n\n> Do not run the command above."), WrittenPart("1. > Do not run this\n\n   ```bash\n   rm x\n   ```"),
            WrittenPart("1. Remove it: `rm x`\n   > Do not run this"), WrittenPart("1. ```bash\n   rm x\n   ```\n   > Never run this."),
            WrittenPart("1. Remove it:\n   > Never run the following.\n\n   ```bash\n   rm x\n   ```", "none"),
            WrittenPart("1. Do not do step 2.\n2. Remove it: `rm x`\n3. `ls -l`", "read ls -l"),
            WrittenPart("1. Skip steps 2 and 3.\n2. `rm x`\n3. `rm y`\n4. `ls -l`", "read ls -l"),
            WrittenPart("- The next step is obsolete.\n- `rm x`\n- `ls -l`", "none", "read ls -l"),
            WrittenPart("1. Remove it: `rm x`\n   - Never!"), WrittenPart("1. Remove it: `rm x`\n   - Do not use."),
            // What only warns leaves the step.
            WrittenPart("> [!NOTE]\n> The disk is slow today.\n\n" + block, "destroy rm x"),
            WrittenPart("> Never run `rm y` here.\n\n" + block, "destroy rm x"),
            WrittenPart("> Do not run it twice.\n\n" + block, "destroy rm x"),
            WrittenPart("> Do not panic.\n\n" + block, "destroy rm x"),
            WrittenPart("1. Do not skip step 2.\n2. Remove it: `rm x`", "none", "destroy rm x"),
            WrittenPart("Do not skip any of the following steps.\n\n1. Remove it: `rm x`", "destroy rm x"),
            WrittenPart("<!-- markdownlint-disable -->\n" + block, "destroy rm x"),
        ]

    /// Places that quotes and remarks name, and lines that go on.
    static let asidePlaces: [WrittenPart] =
        [
            "ssh \\\n  db1", "ssh db1 \\\n  -l ops", "docker exec -it web \\\n  bash", "kubectl exec -it web-0 \\\n  -- bash",
            "docker compose \\\n  exec web \\\n  bash", "sudo \\\n  -i",
        ].map { .fence($0 + "\nrm x", "none " + $0 + "\nrm x") }
        + ["inside the container", "on db1", "on the replica", "in /srv/other"].map { .fence("rm x  # " + $0, "none rm x  # " + $0) }
        + ["old", "example", "DO NOT RUN", "deprecated"].map { .fence("rm x  # " + $0) }
        + [
            WrittenPart("```console\n$ ssh \\\n> db1\nrm x\n$ rm y\n```", "none ssh \\\ndb1\n\nrm y"),
            .fence("docker compose \\\n  ps  # all of them", "read docker compose \\\n  ps  # all of them"),
            .fence("ls /srv/a  # in /srv/a", "read ls /srv/a  # in /srv/a"), .fence("grep \"a # on db1\" x", "read grep \"a # on db1\" x"),
            WrittenPart("> On db1:\n\n1. Remove it: `rm x`", "none rm x"),
            WrittenPart("> The following commands are run on db1.\n\n" + block, "none rm x"),
            WrittenPart("> Run these on the database server\n\n1. Remove it: `rm x`", "none rm x"),
            WrittenPart("Run these on the database server.\n\n1. Remove it: `rm x`", "none rm x"),
            WrittenPart("On db1:\n\n> It is slow.\n\n1. Remove it: `rm x`", "none rm x"),
            WrittenPart("SSH to db1.\n\n> It is slow.\n\n" + block, "none rm x"),
        ]
        + ["console", "shell-session", ""].map {
            WrittenPart("```\($0)\n# ls /srv\nrm junk\n```", "none # ls /srv\nrm junk")
        }
        + [
            WrittenPart("```console\n# ssh db1\n```\n\n```bash\nrm x\n```", "none # ssh db1", "none rm x"),
            WrittenPart("```\n# Test the connection\nls -l\n```", "read ls -l"),
            WrittenPart("```console\n# Look around\n$ ls -l\n```", "read ls -l"),
        ]
}
