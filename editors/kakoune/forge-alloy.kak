# Kakoune with kakoune-lsp 17 or later: in kakrc, next to `eval %sh{kak-lsp}` and `lsp-enable`.
hook -group forge-alloy global BufCreate (.*\.alloy|(.*/)?forge-alloy|.*__forge-alloy|(.*/)?\.forge-alloy/.*)\.json %{
    set-option buffer lsp_servers %{
        [forge-alloy-language-server]
        args = ["--stdio"]
        root_globs = [".forge-alloy", ".git"]
    }
}
