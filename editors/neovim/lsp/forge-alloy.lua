-- Neovim 0.11 or later: ~/.config/nvim/lsp/forge-alloy.lua, with vim.lsp.enable("forge-alloy") in init.lua.
return {
  cmd = { "forge-alloy-language-server", "--stdio" },
  filetypes = { "json" },
  -- The server starts when on_dir is called: for alloys, and for the files that say how they are checked.
  root_dir = function(buffer, on_dir)
    local file = vim.api.nvim_buf_get_name(buffer)
    local name = vim.fn.fnamemodify(file, ":t")
    local is_alloy = name == "forge-alloy.json" or name:match("%.alloy%.json$") or name:match("__forge%-alloy%.json$")
    if is_alloy or file:match("/%.forge%-alloy/.*%.json$") then
      on_dir(vim.fs.root(buffer, { ".forge-alloy", ".git" }) or vim.fn.fnamemodify(file, ":h"))
    end
  end,
}
