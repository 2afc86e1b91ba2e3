;; Emacs with Eglot, which Emacs 29 and later include: in your init file.
(define-derived-mode forge-alloy-mode js-mode "Alloy")
(add-to-list 'auto-mode-alist '("\\(\\.alloy\\|forge-alloy\\)\\.json\\'" . forge-alloy-mode))
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((forge-alloy-mode :language-id "forge-alloy") "forge-alloy-language-server" "--stdio")))
(add-hook 'forge-alloy-mode-hook #'eglot-ensure)
