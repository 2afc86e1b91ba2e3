-- Neovim 0.7 or later: in init.lua, or a file of its own in ~/.config/nvim/plugin/.
vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
  pattern = { "*.alloy.json", "forge-alloy.json", "*__forge-alloy.json", "*/.forge-alloy/*.json" },
  callback = function(event)
    local config = {
      name = "forge-alloy",
      cmd = { "forge-alloy-language-server", "--stdio" },
      root_dir = vim.fn.getcwd(),
    }
    if vim.lsp.start then -- from 0.8 on: one server for all buffers
      vim.lsp.start(config, { bufnr = event.buf })
    else
      vim.lsp.buf_attach_client(event.buf, vim.lsp.start_client(config))
    end
  end,
})
